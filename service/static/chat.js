// The conversation. Without this script the page is a plain form and the server draws the answer;
// with it, questions go to POST /ask and the same elements (templates/answer.html) are built here.
// What the documents say reaches the page as text nodes only, never as markup.

const MOST_TURNS = 20; // what POST /ask takes: the latest turns of a conversation,
const MOST_BYTES = 60_000; // and a little less than 64 KiB in all
const PATIENCE = 60_000; // milliseconds until a silent server is given up

const main = document.getElementById("main");
const form = document.getElementById("composer");
const input = document.getElementById("q");
const turns = document.getElementById("turns");
const announcement = document.getElementById("announcement");
const words = JSON.parse(main.dataset.words);

// {question, reply: null until it came, turn: its element, served: whether the server drew it}
const conversation = [];
let busy = false;

// ---------------------------------------------------------------- elements

function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

const fillIn = (sentence, values) =>
  sentence.replace(/\{(\w+)\}/g, (hole, name) => String(values[name] ?? hole));

const facts = (values) => values.filter(Boolean).flatMap((fact) => [" · ", el("bdi", {}, fact)]);

const list = (name, heading, tag, items) =>
  el("section", { class: name }, el("h3", {}, heading), el(tag, {}, items));

const pageOf = (question) => "/?" + new URLSearchParams({ q: question });

// Offsets count code points and JavaScript strings UTF-16 units: 🎓 is one of those, two of these.
function quoted(text, highlight) {
  if (!highlight) return [text];
  const points = Array.from(text);
  const piece = (start, end) => points.slice(start, end).join("");
  return [
    piece(0, highlight.start),
    el("mark", {}, piece(highlight.start, highlight.end)),
    piece(highlight.end),
  ];
}

function statement(said, citations, before) {
  const together = before && before.about.join() === said.about.join();
  const numbers = citations
    .filter((citation) => said.citations.includes(citation.number))
    .map((citation) => {
      const { number, link, document } = citation;
      const label = fillIn(words.source, { number, title: document.title });
      return el("sup", {}, el("a", { href: `${link}#quote`, "aria-label": label }, String(number)));
    });
  const text = quoted(said.text, said.highlight);
  const date = said.dated ? fillIn(words.dated, { date: said.dated }) : null;
  const dated = date ? [" ", el("span", { class: "dated" }, date)] : null;
  const quote = el("p", {}, el("span", {}, text), numbers, dated);
  const about = said.about.join(" · ");
  const parted = said.about.length && !together;
  const marked = said.differs && !(together && before.differs);
  return [
    parted ? el("h3", { class: "about", dir: "auto" }, about) : null,
    marked ? el("p", { class: "differing" }, words.differing) : null,
    el("blockquote", said.differs ? { dir: "auto", class: "differs" } : { dir: "auto" }, quote),
  ];
}

function origin({ title, publisher, url, published }) {
  const linked = /^https?:\/\//i.test(url ?? "");
  const name = linked ? title || words.original : title;
  const [first, ...rest] = [name, publisher, published].filter(Boolean);
  if (!first) return null;
  const named = el("bdi", {}, first);
  const link = linked ? el("a", { class: "outward", href: url, rel: "noopener" }, named) : named;
  return el("p", { class: "origin" }, `${words.from} `, link, facts(rest));
}

function where(document, section, href) {
  const rest = [section, document.city, document.country];
  return el(
    "p",
    { class: "where" },
    el("a", { href }, el("bdi", {}, document.title)),
    facts(rest.filter((fact) => fact && !document.title.includes(fact))),
  );
}

const source = (citation) =>
  el(
    "li",
    {},
    el("span", { class: "number", "aria-hidden": "true" }, String(citation.number)),
    where(citation.document, citation.section, `${citation.link}#quote`),
    citation.source ? origin(citation.source) : null,
  );

function near({ document, section, quote, link }) {
  const text = el("blockquote", { dir: "auto" }, el("p", {}, el("span", {}, quote)));
  return el("li", {}, text, where(document, section, `${link}#quote`));
}

function confidence(value) {
  const percent = Math.floor(value * 100 + 0.5);
  const step = words.confidence.find(({ from }) => value >= from);
  const title = fillIn(words.calibrated, { percent });
  return el("p", { class: `confidence ${step.level}`, title }, `${step.text} (${percent}%)`);
}

function answered(reply) {
  const left = reply.more === 1 ? words.more_one : fillIn(words.more, { count: reply.more });
  return [
    ...reply.statements.flatMap((said, place, all) =>
      statement(said, reply.citations, all[place - 1]),
    ),
    ...reply.notes.map((note) => el("p", { class: "silent", dir: "auto" }, note)),
    confidence(reply.confidence),
    reply.more ? el("p", { class: "note" }, left) : null,
    list("sources", words.sources, "ol", reply.citations.map(source)),
  ];
}

function declined(reply) {
  return [
    el("div", { class: "declined" }, el("p", { class: "verdict" }, reply.answer)),
    reply.related.length ? list("related", words.related, "ul", reply.related.map(near)) : null,
  ];
}

const suggestion = (question) =>
  el("li", {}, el("a", { class: "ask", href: pageOf(question), dir: "auto" }, question));

// ------------------------------------------------------------------- turns

function addTurn(question) {
  main.classList.add("talking");
  input.placeholder = words.ask_more;
  const turn = el(
    "article",
    { class: "turn" },
    el("h2", { class: "question", dir: "auto", tabindex: "-1" }, question),
    el("div", { class: "answer" }),
  );
  turns.append(turn);
  return turn;
}

function drawWaiting(turn) {
  const answer = turn.querySelector(".answer");
  answer.setAttribute("aria-busy", "true");
  answer.replaceChildren(el("p", { class: "waiting" }, words.waiting));
}

function draw(turn, ...children) {
  const answer = turn.querySelector(".answer");
  answer.removeAttribute("aria-busy");
  answer.replaceChildren(...children.filter((child) => child !== null));
}

function drawReply(turn, reply) {
  Object.assign(turn.dataset, { question: reply.question, answer: reply.answer });
  const understood = reply.standalone_question;
  if (understood !== reply.question) {
    const line = el("p", { class: "understood" }, `${words.understood} `, el("bdi", {}, understood));
    turn.querySelector(".question").after(line);
  }
  const ideas = reply.suggestions;
  draw(
    turn,
    ...(reply.answered ? answered(reply) : declined(reply)),
    ideas.length ? list("suggestions", words.suggestions, "ul", ideas.map(suggestion)) : null,
  );
}

function drawProblem(turn, question, sentence) {
  const retry = el("a", { class: "ask button", href: pageOf(question) }, words.retry);
  draw(turn, el("div", { class: "problem" }, el("p", {}, sentence), retry));
}

// --------------------------------------------------------------------- ask

// Why there is no reply: a sentence for people, and the status where the server answered.
class Trouble extends Error {
  constructor(sentence, status) {
    super(sentence);
    this.status = status;
  }
}

function requestBody(question) {
  let earlier = conversation
    .filter(({ reply }) => reply)
    .map(({ question, reply }) => ({ question, answer: reply.answer }))
    .slice(-MOST_TURNS);
  for (;;) {
    const body = JSON.stringify({ question, history: earlier });
    if (!earlier.length || new Blob([body]).size <= MOST_BYTES) return body;
    earlier = earlier.slice(1);
  }
}

async function problemSentence(response) {
  const sentence = words.problems[response.status] ?? words.problems.other;
  const seconds = Number.parseInt(response.headers.get("Retry-After") ?? "", 10);
  if (seconds > 1) return `${sentence} ${fillIn(words.wait, { seconds })}`;
  if (response.status >= 429) return `${sentence} ${words.wait_a_moment}`;
  if (response.status !== 422) return sentence;
  const { errors } = await response.json();
  return fillIn(sentence, { message: errors[0].message });
}

async function fetchReply(question) {
  let response;
  try {
    response = await fetch("/ask", {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: requestBody(question),
      signal: AbortSignal.timeout(PATIENCE),
    });
  } catch (error) {
    const { slow, unreachable } = words.problems;
    throw new Trouble(error.name === "TimeoutError" ? slow : unreachable);
  }
  if (!response.ok) throw new Trouble(await problemSentence(response), response.status);
  return response.json();
}

function setBusy(value) {
  busy = value;
  form.querySelector("button").setAttribute("aria-disabled", String(value));
}

// The browser keeps the conversation with this page's place in its history: going to a document and
// back, or reloading, finds it again; a new visit starts a new one. The server draws its own again.
function keep() {
  const turns = conversation
    .filter(({ served }) => !served)
    .map(({ question, reply }) => ({ question, reply }));
  history.replaceState({ turns }, "");
}

async function ask(question) {
  setBusy(true);
  const entry = { question, reply: null, turn: addTurn(question) };
  conversation.push(entry);
  keep();
  drawWaiting(entry.turn);
  entry.turn.scrollIntoView({ block: "start" });
  announcement.textContent = words.waiting;
  try {
    const reply = await fetchReply(question);
    drawReply(entry.turn, reply);
    entry.reply = reply;
    announcement.textContent = reply.answer;
  } catch (error) {
    if (!(error instanceof Trouble)) console.error(error);
    const sentence = error instanceof Trouble ? error.message : words.problems.other;
    drawProblem(entry.turn, question, sentence);
    announcement.textContent = sentence;
    if (error.status === 422) input.value ||= question; // to be put differently
  }
  keep();
  setBusy(false);
}

// A turn that failed makes room for the question asked again.
function forget(turn) {
  const index = conversation.findIndex((entry) => entry.turn === turn);
  if (index >= 0) conversation.splice(index, 1);
  turn.remove();
}

// ------------------------------------------------------------------- start

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const question = input.value.trim();
  if (busy || !question) return;
  input.value = "";
  ask(question);
});

input.addEventListener("keydown", (event) => {
  // While Korean or Chinese is being composed, Enter belongs to the input method.
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  form.requestSubmit();
});

// Examples, suggestions and "try again" are links that work without this script.
main.addEventListener("click", (event) => {
  const link = event.target.closest("a.ask");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (busy) return;
  const question = new URL(link.href).searchParams.get("q");
  const failed = link.closest(".problem")?.closest(".turn");
  if (failed) forget(failed);
  ask(question);
  conversation.at(-1).turn.querySelector(".question").focus({ preventScroll: true });
});

for (const turn of turns.querySelectorAll("[data-answer]")) {
  const { question, answer } = turn.dataset;
  conversation.push({ question, reply: { answer }, turn, served: true });
}

for (const { question, reply } of history.state?.turns ?? []) {
  const turn = addTurn(question);
  conversation.push({ question, reply, turn });
  if (reply) drawReply(turn, reply);
  else drawProblem(turn, question, words.problems.interrupted);
}

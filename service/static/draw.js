// The elements of a turn, the same that templates/answer.html draws from the same reply. What the
// documents say reaches the page as text nodes only, never as markup.

import { chat, common, inWords, language, levels, link, say } from "./words.js";

export function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null) node.setAttribute(name, value);
  }
  node.append(...children.flat().filter((child) => child !== undefined && child !== null));
  return node;
}

export const button = (text, act) => {
  const node = el("button", { type: "button", class: "quiet-button" }, text);
  node.addEventListener("click", act);
  return node;
};

const facts = (values) => values.filter(Boolean).flatMap((fact) => [" · ", el("bdi", {}, fact)]);

const list = (name, heading, tag, attributes, items) =>
  el("section", { class: name }, el("h3", {}, heading), el(tag, attributes, items));

const pageOf = (question) => link(`/?${new URLSearchParams({ q: question })}`);

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

function number({ number, link: address, document }) {
  const label = say(chat.source, { number, title: document.title });
  const attributes = { href: `${link(address)}#quote`, lang: language, "aria-label": label };
  return el("sup", {}, el("a", attributes, String(number)));
}

function statement(said, citations, before) {
  const together = before && before.about.join() === said.about.join();
  const cited = citations.filter((citation) => said.citations.includes(citation.number));
  const about = said.about.length && !together ? said.about.join(" · ") : null;
  const differing = said.differs && !(together && before.differs);
  const date = said.dated ? say(chat.dated, { date: said.dated }) : null;
  const quote = el(
    "p",
    {},
    el("span", {}, quoted(said.text, said.highlight)),
    cited.map(number),
    date ? [" ", el("span", { class: "dated", lang: language }, date)] : null,
  );
  const lang = cited[0]?.document.language;
  return [
    about ? el("h3", { class: "about", dir: "auto", lang: "en" }, about) : null,
    differing ? el("p", { class: "differing" }, chat.differing) : null,
    el("blockquote", { dir: "auto", lang, class: said.differs ? "differs" : null }, quote),
  ];
}

export const isLink = (url) => /^https?:\/\//i.test(url ?? "");

export function origin({ title, publisher, url, published }) {
  const linked = isLink(url);
  const name = linked ? title || common.original : title;
  const [first, ...rest] = [name, publisher, published].filter(Boolean);
  if (!first) return null;
  const fact = el("bdi", {}, first);
  const outward = linked ? el("a", { class: "outward", href: url, rel: "noopener" }, fact) : fact;
  return el("p", { class: "origin" }, `${common.from} `, outward, facts(rest));
}

export function where(document, section, address) {
  const rest = [section, document.city, document.country];
  return el(
    "p",
    { class: "where" },
    el("a", { href: `${link(address)}#quote` }, el("bdi", {}, document.title)),
    facts(rest.filter((fact) => fact && !document.title.includes(fact))),
  );
}

const source = (citation) =>
  el(
    "li",
    {},
    el("span", { class: "number", "aria-hidden": "true" }, String(citation.number)),
    where(citation.document, citation.section, citation.link),
    citation.source ? origin(citation.source) : null,
  );

function near({ document, section, quote, link: address }) {
  const text = el("p", {}, el("span", {}, quote));
  const attributes = { dir: "auto", lang: document.language };
  return el("li", {}, el("blockquote", attributes, text), where(document, section, address));
}

function confidence(value) {
  const percent = Math.floor(value * 100 + 0.5);
  const [level] = levels.find(([, least]) => value >= least);
  return el(
    "p",
    { class: `confidence ${level}` },
    el("strong", {}, chat.confidence[level]),
    " ",
    el("span", {}, say(chat.calibrated, { percent })),
  );
}

const answered = (reply) => [
  ...reply.statements.flatMap((said, place, all) =>
    statement(said, reply.citations, all[place - 1]),
  ),
  ...reply.notes.map((note) => el("p", { class: "silent", dir: "auto", lang: "en" }, note)),
  confidence(reply.confidence),
  reply.more ? el("p", { class: "note" }, say(chat.more, { count: reply.more })) : null,
  list("sources", chat.sources, "ol", {}, reply.citations.map(source)),
];

const declined = (reply) => [
  el(
    "div",
    { class: "declined" },
    el("p", { class: "verdict" }, inWords(reply)),
    el("p", {}, el("a", { href: link("/documents") }, chat.browse)),
  ),
  reply.related.length ? list("related", chat.related, "ul", {}, reply.related.map(near)) : null,
];

const suggestion = (question) =>
  el("li", {}, el("a", { class: "ask", href: pageOf(question), dir: "auto" }, question));

// ------------------------------------------------------------------- turns

export const turnOf = (question) =>
  el(
    "article",
    { class: "turn" },
    el("h2", { class: "question", dir: "auto", tabindex: "-1" }, question),
    el("div", { class: "answer" }),
  );

function fill(turn, ...children) {
  const answer = turn.querySelector(".answer");
  answer.removeAttribute("aria-busy");
  answer.replaceChildren(...children.filter(Boolean));
}

export function drawWaiting(turn, stop) {
  fill(
    turn,
    el("p", { class: "waiting" }, chat.waiting),
    el("p", { class: "slow", hidden: "" }, chat.slow),
    button(chat.stop, stop),
  );
  turn.querySelector(".answer").setAttribute("aria-busy", "true");
}

export function drawReply(turn, reply) {
  const understood = reply.standalone_question;
  if (understood !== reply.question) {
    const said = el("bdi", { lang: "en" }, understood);
    const line = el("p", { class: "understood" }, `${chat.understood} `, said);
    turn.querySelector(".question").after(line);
  }
  const ideas = reply.suggestions.map(suggestion);
  fill(
    turn,
    ...(reply.answered ? answered(reply) : declined(reply)),
    ideas.length ? list("suggestions", chat.suggestions, "ul", { lang: "en" }, ideas) : null,
  );
}

// `seconds` counts down to when the question may be asked again.
export function drawProblem(turn, question, sentence, seconds) {
  const wait = seconds ? el("p", { class: "wait" }) : null;
  const retry = el("a", { class: "ask button", href: pageOf(question) }, chat.retry);
  fill(turn, el("div", { class: "problem" }, el("p", {}, sentence), wait, retry));
  if (!wait) return;
  const tick = (left) => {
    wait.textContent = left > 0 ? say(chat.wait, { count: left }) : chat.wait_over;
    if (left > 0 && turn.isConnected) setTimeout(tick, 1000, left - 1);
  };
  tick(seconds);
}

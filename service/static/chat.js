// The conversation. Without this script the page is a plain form and the server draws the answer;
// with it, questions go to POST /ask and every turn is drawn and kept here.

import { Trouble, fetchReply } from "./ask.js";
import { cardIsOpen, showSources } from "./card.js";
import { button, drawProblem, drawReply, drawWaiting, turnOf } from "./draw.js";
import { load, save } from "./keep.js";
import { checkQuotes, permalink, quotedByLink } from "./permalink.js";
import { asMarkdown, asText, download } from "./share.js";
import { chat, inWords, language } from "./words.js";

const SAID = 2_500; // milliseconds that a button says what it did
const SLOW = 5_000; // milliseconds until an answer is said to take long

const main = document.getElementById("main");
const form = document.getElementById("composer");
const input = document.getElementById("q");
const turns = document.getElementById("turns");
const tools = document.getElementById("tools");
const done = document.getElementById("done");
const undo = document.getElementById("undo");
const announcement = document.getElementById("announcement");

// {question, reply: null until it came, turn: its element}
const conversation = [];
let cleared = []; // what "undo" brings back
let running = null; // what stops the question that is being asked

const announce = (text, lang = language) => {
  announcement.lang = lang;
  announcement.textContent = text;
};

const keep = () => save(conversation.map(({ question, reply }) => ({ question, reply })));

// ------------------------------------------------------------------- turns

function showState() {
  const talking = conversation.length > 0;
  main.classList.toggle("talking", talking);
  input.placeholder = talking ? chat.ask_more : chat.question;
  tools.hidden = !talking && !cleared.length;
  undo.hidden = !cleared.length;
  done.textContent = cleared.length ? chat.cleared : "";
  for (const id of ["export", "clear"]) document.getElementById(id).hidden = !talking;
}

function add(question, reply = null, turn = turnOf(question)) {
  const entry = { question, reply, turn };
  conversation.push(entry);
  turns.append(turn);
  return entry;
}

function show(entry, reply) {
  drawReply(entry.turn, reply);
  addTools(entry.turn, reply);
  entry.reply = reply;
}

function addTools(turn, reply) {
  const copying = (name, text, said) =>
    button(name, async ({ currentTarget: node }) => {
      const copied = navigator.clipboard?.writeText(text).then(() => true, () => false);
      node.textContent = (await copied) ? said : chat.not_copied;
      announce(node.textContent);
      setTimeout(() => (node.textContent = name), SAID);
    });
  const bar = document.createElement("p");
  bar.className = "turn-tools";
  if (reply.answered) bar.append(copying(chat.copy_answer, asText(reply), chat.copied));
  bar.append(copying(chat.link, permalink(reply), chat.linked));
  const answer = turn.querySelector(".answer");
  answer.insertBefore(bar, answer.querySelector(":scope > .suggestions"));
}

// A turn that failed makes room for the question asked again.
function forget(turn) {
  const place = conversation.findIndex((entry) => entry.turn === turn);
  if (place >= 0) conversation.splice(place, 1);
  turn.remove();
}

// --------------------------------------------------------------------- ask

async function ask(question) {
  const stop = new AbortController();
  const history = conversation
    .filter(({ reply }) => reply)
    .map(({ question, reply }) => ({ question, answer: reply.answer }));
  const entry = add(question);
  running = stop;
  cleared = [];
  showState();
  form.querySelector("[type=submit]").setAttribute("aria-disabled", "true");
  keep();
  drawWaiting(entry.turn, () => stop.abort());
  entry.turn.scrollIntoView({ block: "start" });
  announce("");
  const slow = setTimeout(() => {
    entry.turn.querySelector(".slow").hidden = false;
    announce(chat.slow);
  }, SLOW);
  try {
    const reply = await fetchReply(question, history, stop.signal);
    show(entry, reply);
    if (reply.answered) announce(reply.answer, reply.citations[0]?.document.language);
    else announce(inWords(reply));
  } catch (error) {
    if (!(error instanceof Trouble)) console.error(error);
    fail(entry, error instanceof Trouble ? error : new Trouble(chat.problems.other));
  }
  clearTimeout(slow);
  running = null;
  form.querySelector("[type=submit]").removeAttribute("aria-disabled");
  keep();
}

function fail({ question, turn }, { message, status, seconds }) {
  const focused = turn.contains(document.activeElement);
  drawProblem(turn, question, message, seconds);
  if (!turn.isConnected) return; // cleared away while it was asked
  announce(message);
  if (focused) input.focus(); // the button to stop, which is gone
  if (status === 422) input.value ||= question; // to be put differently
}

// ------------------------------------------------------------------- start

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const question = input.value.trim();
  if (running || !question) return;
  input.value = "";
  ask(question);
});

input.addEventListener("keydown", (event) => {
  if (event.isComposing) return; // Korean or Chinese: the key belongs to the input method
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    form.requestSubmit();
  }
  if (event.key === "ArrowUp" && !input.value && conversation.length) {
    event.preventDefault();
    input.value = conversation.at(-1).question;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.isComposing && !cardIsOpen()) running?.abort();
});

// Examples, suggestions and "try again" are links that work without this script.
main.addEventListener("click", (event) => {
  const link = event.target.closest("a.ask");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (running) return;
  const question = new URL(link.href).searchParams.get("q");
  const failed = link.closest(".problem")?.closest(".turn");
  if (failed) forget(failed);
  ask(question);
  conversation.at(-1).turn.querySelector(".question").focus({ preventScroll: true });
});

document.getElementById("export").addEventListener("click", () => {
  const today = new Date().toISOString().slice(0, 10);
  download(`cite-${today}.md`, asMarkdown(conversation));
});

document.getElementById("clear").addEventListener("click", () => {
  running?.abort();
  cleared = conversation.splice(0);
  turns.replaceChildren();
  keep();
  showState();
  announce(chat.cleared);
  input.focus();
});

undo.addEventListener("click", () => {
  for (const { question, reply, turn } of cleared) add(question, reply, turn);
  cleared = [];
  keep();
  showState();
  input.focus();
});

showSources(turns, (number) => {
  const entry = conversation.find(({ turn }) => turn.contains(number));
  return entry?.reply?.citations.find((one) => String(one.number) === number.textContent);
});

// What was kept, with the turn that the server has drawn where it was, or else at the end.
function restore(served, drawn) {
  const kept = load();
  const isServed = ({ question, reply }) =>
    question === served?.question && reply?.answer === served.reply?.answer;
  const place = kept.findLastIndex(isServed);
  if (served && place < 0) kept.push(served);
  const own = place < 0 ? kept.length - 1 : place;
  for (const [number, one] of kept.entries()) {
    const isDrawn = served && number === own;
    const entry = add(one.question, isDrawn ? served.reply : null, isDrawn ? drawn : undefined);
    if (isDrawn && entry.reply) addTools(entry.turn, entry.reply);
    if (!isDrawn) redraw(entry, one.reply);
  }
  showState();
  if (served) keep();
}

function redraw(entry, reply) {
  try {
    if (reply) show(entry, reply);
  } catch (error) {
    console.info(error); // kept by an earlier state of this page, and of another shape
  }
  if (!entry.reply) drawProblem(entry.turn, entry.question, chat.problems.interrupted);
}

async function checkLink(turn, reply) {
  const link = quotedByLink();
  if (!link) return;
  const place = document.createElement("section");
  place.className = "verified";
  turn.querySelector(".answer").before(place);
  announce(await checkQuotes(link, reply.index.id, place));
}

const drawn = turns.querySelector(".turn");
const reply = main.dataset.reply ? JSON.parse(main.dataset.reply) : null;
const served = drawn && { question: drawn.querySelector(".question").textContent, reply };
restore(served, drawn);
if (reply) checkLink(drawn, reply);
const [arrival] = performance.getEntriesByType("navigation");
if (arrival?.type === "navigate") (drawn ?? turns.lastElementChild)?.scrollIntoView({ block: "start" });

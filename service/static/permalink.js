// A link to an answer, which says later whether the quotes of that answer still stand.

import { post } from "./ask.js";
import { el, where } from "./draw.js";
import { chat } from "./words.js";

// The question is asked again where the link leads. Behind the #, which no server sees, is what was
// answered: the index, and each quote with its document.
export function permalink({ standalone_question: q, citations, index }) {
  const behind = new URLSearchParams({ index: index.id });
  for (const { document, quote } of citations) {
    behind.append("document", document.id);
    behind.append("quote", quote);
  }
  return `${location.origin}/?${new URLSearchParams({ q })}#${behind}`;
}

// What the link that led here has quoted: {index, quotes: [{document, quote}]}, or null.
export function quotedByLink() {
  const behind = new URLSearchParams(location.hash.slice(1));
  const index = behind.get("index");
  const documents = behind.getAll("document");
  const quotes = behind.getAll("quote");
  if (!index || !quotes.length) return null;
  return { index, quotes: quotes.map((quote, place) => ({ quote, document: documents[place] })) };
}

// Says in `place` what has become of the quotes; returns the sentence to announce once it is known.
export async function checkQuotes({ index, quotes }, current, place) {
  const tell = (sentence, ...more) => {
    place.replaceChildren(el("p", {}, sentence), ...more);
    return sentence;
  };
  if (index === current) return tell(chat.verify.same);
  tell(chat.verify.checking);
  try {
    const checked = [];
    for (const wanted of quotes) checked.push(await check(wanted));
    return tell(chat.verify.title, el("ul", {}, checked));
  } catch {
    return tell(chat.verify.failed);
  }
}

async function check(wanted) {
  const response = await post("/verify", JSON.stringify(wanted));
  if (!response.ok) throw new Error(`/verify answered ${response.status}`);
  const { status, matches } = await response.json();
  const [match] = matches;
  return el(
    "li",
    { class: status },
    quoted(wanted.quote, match?.document.language ?? ""),
    el("p", { class: "fate" }, chat.verify[status]),
    status === "altered" ? quoted(match.quote, match.document.language) : null,
    match ? where(match.document, null, addressOf(match)) : null,
  );
}

const quoted = (text, lang) =>
  el("blockquote", { dir: "auto", lang }, el("p", {}, el("span", {}, text)));

const addressOf = ({ document, start, end }) => `/documents/${document.id}?start=${start}&end=${end}`;

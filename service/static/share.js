// An answer taken elsewhere, with its sources: as text, or a whole conversation as Markdown.

import { el, isLink } from "./draw.js";
import { chat, inWords } from "./words.js";

const absolute = (address) => new URL(address, location.origin).href;

const sourceOf = ({ document, source, link }) => {
  const { title, publisher, published, url } = source ?? {};
  const names = [title || document.title, publisher, published].filter(Boolean);
  return { names, address: isLink(url) ? url : absolute(link) };
};

export function asText(reply) {
  const { statements, notes, citations } = reply;
  const marks = ({ citations }) => citations.map((number) => `[${number}]`).join("");
  const quotes = statements.map((said) => `“${said.text}” ${marks(said)}`);
  const sources = citations.map((citation) => {
    const { names, address } = sourceOf(citation);
    return `[${citation.number}] ${names.join(", ")}. ${address}`;
  });
  return [...quotes, ...notes, "", ...sources].join("\n");
}

// What the documents say must not become headings, links or tags of the file.
const escaped = (text) => text.replace(/[\\`*_{}[\]<>()#+!|~-]/g, "\\$&").replace(/\s+/g, " ");

const addressed = (url) => `<${url.replace(/[<>\s]/g, encodeURIComponent)}>`;

export function asMarkdown(conversation) {
  const parts = conversation.filter(({ reply }) => reply).map(({ reply }) => turnAsMarkdown(reply));
  return [`# ${chat.exported}`, ...parts.flat()].join("\n\n") + "\n";
}

function turnAsMarkdown(reply) {
  const { question, standalone_question: understood, answered, statements, notes } = reply;
  const marks = ({ citations }) => citations.map((number) => `\\[${number}\\]`).join("");
  const sources = reply.citations.map((citation) => {
    const { names, address } = sourceOf(citation);
    const [title, ...rest] = names.map(escaped);
    return `${citation.number}. ${[`[${title}](${addressed(address)})`, ...rest].join(", ")}`;
  });
  return [
    `## ${escaped(question)}`,
    understood === question ? null : `*${chat.understood} ${escaped(understood)}*`,
    ...(answered
      ? statements.map((said) => `> ${escaped(said.text)} ${marks(said)}`)
      : [escaped(inWords(reply))]),
    ...notes.map(escaped),
    sources.length ? sources.join("\n") : null,
  ].filter(Boolean);
}

export function download(name, text) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/markdown" }));
  el("a", { href: address, download: name }).click();
  URL.revokeObjectURL(address);
}

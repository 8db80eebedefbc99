// The source behind a number: pointed at or focused, a card shows it; clicked or tapped, the card
// takes the focus and stays. Where there are no popovers the number is a plain link.

import { el, origin } from "./draw.js";
import { chat, link, say } from "./words.js";

const POINTED = 150; // milliseconds until a number pointed at shows its card, or one left loses it
const ROOM = 200; // characters on either side of the quote
const GAP = 8; // pixels between a number and its card, and the card and the window's edge

const card = el("div", { id: "card", popover: "auto", role: "dialog", tabindex: "-1" });
let shown = null; // the number whose card it is
let timer;

// `find` gives the citation of a number's link.
export function showSources(turns, find) {
  if (!("showPopover" in card)) return;
  turns.after(card);
  const numberAt = (event) => event.target.closest("sup a");
  const later = (act) => {
    clearTimeout(timer);
    timer = setTimeout(act, POINTED);
  };
  const leave = () => {
    if (!card.contains(document.activeElement)) card.hidePopover();
  };
  turns.addEventListener("pointerover", (event) => {
    const number = numberAt(event);
    if (number && event.pointerType === "mouse") later(() => show(number, find));
  });
  turns.addEventListener("pointerout", (event) => {
    if (numberAt(event) && event.pointerType === "mouse") later(leave);
  });
  card.addEventListener("pointerenter", () => clearTimeout(timer));
  card.addEventListener("pointerleave", (event) => {
    if (event.pointerType === "mouse") later(leave);
  });
  turns.addEventListener("focusin", (event) => {
    const number = numberAt(event);
    // Back from the card that was closed, a number is not to open it again.
    const back = card.contains(event.relatedTarget);
    if (number?.matches(":focus-visible") && !back) show(number, find);
  });
  turns.addEventListener("focusout", (event) => {
    if (numberAt(event) && !card.contains(event.relatedTarget)) card.hidePopover();
  });
  turns.addEventListener("click", (event) => {
    const number = numberAt(event);
    if (!number || event.ctrlKey || event.metaKey || event.shiftKey) return;
    clearTimeout(timer);
    if (!show(number, find)) return;
    event.preventDefault();
    card.focus();
  });
  card.addEventListener("beforetoggle", ({ newState }) => {
    if (newState === "closed") shown = null;
  });
}

export const cardIsOpen = () => shown !== null;

function show(number, find) {
  const citation = find(number);
  if (!citation) return false;
  if (shown === number) return true;
  card.setAttribute("aria-label", say(chat.source_card, citation));
  card.replaceChildren(...contents(citation));
  if (!shown) card.showPopover();
  shown = number;
  place(number.getBoundingClientRect());
  return true;
}

function contents({ number, document, source, before, quote, after, link: address }) {
  const close = { type: "button", popovertarget: "card", popovertargetaction: "hide" };
  return [
    el(
      "p",
      { class: "card-title" },
      el("span", { class: "number", "aria-hidden": "true" }, String(number)),
      el("bdi", {}, document.title),
      el("button", { ...close, class: "close", "aria-label": chat.close }, "×"),
    ),
    source ? origin(source) : null,
    el(
      "blockquote",
      { dir: "auto", lang: document.language },
      el("p", {}, el("span", {}, ending(before ?? ""), el("mark", {}, quote), beginning(after ?? ""))),
    ),
    el("p", {}, el("a", { class: "button", href: `${link(address)}#quote` }, chat.in_document)),
  ].filter(Boolean);
}

// As much of the passage around the quote as has room; whole words, where there are spaces.
function ending(text) {
  const letters = Array.from(text);
  if (letters.length <= ROOM) return text;
  return `… ${letters.slice(-ROOM).join("").replace(/^\S*\s/, "")}`;
}

function beginning(text) {
  const letters = Array.from(text);
  if (letters.length <= ROOM) return text;
  return `${letters.slice(0, ROOM).join("").replace(/\s\S*$/, "")} …`;
}

// Below its number, or above where there is more room, and all of it in the window. In a narrow one
// the style sheet has it elsewhere.
function place({ left, top, bottom }) {
  const { clientWidth, clientHeight } = document.documentElement;
  const within = (at, size, room) => Math.max(GAP, Math.min(at, room - size - GAP));
  const below = bottom + GAP + card.offsetHeight <= clientHeight || top < clientHeight - bottom;
  const y = below ? bottom + GAP : top - GAP - card.offsetHeight;
  const fromLeft = within(left - GAP, card.offsetWidth, clientWidth) + window.scrollX;
  const fromTop = within(y, card.offsetHeight, clientHeight) + window.scrollY;
  card.style.setProperty("--x", `${fromLeft}px`);
  card.style.setProperty("--y", `${fromTop}px`);
}

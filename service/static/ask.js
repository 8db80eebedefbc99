// Asking the service, and what to say where it does not answer.

import { chat } from "./words.js";

const MOST_TURNS = 20; // what POST /ask takes: the latest turns of a conversation,
const MOST_BYTES = 60_000; // and a little less than 64 KiB in all
const PATIENCE = 60_000; // milliseconds until a silent server is given up

// Why there is no reply: a sentence for people; the status where the server answered, and in how
// many seconds it will take the question.
export class Trouble extends Error {
  constructor(sentence, status, seconds) {
    super(sentence);
    Object.assign(this, { status, seconds });
  }
}

function bodyOf(question, history) {
  let earlier = history.slice(-MOST_TURNS);
  for (;;) {
    const body = JSON.stringify({ question, history: earlier });
    if (!earlier.length || new Blob([body]).size <= MOST_BYTES) return body;
    earlier = earlier.slice(1);
  }
}

function troubleOf({ status, headers }) {
  const seconds = Number.parseInt(headers.get("Retry-After") ?? "0", 10);
  return new Trouble(chat.problems[status] ?? chat.problems.other, status, seconds);
}

function silenceOf(error, signal) {
  const { offline, slow, stopped, unreachable } = chat.problems;
  if (signal.aborted) return new Trouble(stopped);
  if (error.name === "TimeoutError") return new Trouble(slow);
  if (error.name !== "TypeError") return error; // what came is no answer: a defect, not a silence
  return new Trouble(navigator.onLine ? unreachable : offline);
}

// The reply to `question` after the turns of `history`; raises Trouble.
export async function fetchReply(question, history, signal) {
  let response;
  try {
    response = await post("/ask", bodyOf(question, history), signal);
    if (response.ok) return await response.json();
  } catch (error) {
    throw silenceOf(error, signal);
  }
  throw troubleOf(response);
}

export const post = (address, body, signal) =>
  fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body,
    signal: AbortSignal.any([...(signal ? [signal] : []), AbortSignal.timeout(PATIENCE)]),
  });

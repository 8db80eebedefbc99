// The conversation, kept in this browser and nowhere else: each tab finds its own again, a new tab
// the one that was kept last.

const NAME = "cite-conversation";
const VERSION = 1;
const MOST_TURNS = 50;

// [{question, reply: null where none came}], oldest first.
export function load() {
  const kept = stores().map(read).find(Boolean);
  return (kept ?? []).map(turnOf).filter(Boolean);
}

export function save(turns) {
  for (const store of stores()) write(store, turns.slice(-MOST_TURNS));
}

// A browser may refuse: there is then nothing to find and nowhere to keep.
function stores() {
  try {
    return [sessionStorage, localStorage];
  } catch {
    return [];
  }
}

function read(store) {
  try {
    const { version, turns } = JSON.parse(store.getItem(NAME));
    return version === VERSION && Array.isArray(turns) ? turns : null;
  } catch {
    return null;
  }
}

// There is room for some megabytes; where it ends, the oldest turns go first.
function write(store, turns) {
  try {
    store.setItem(NAME, JSON.stringify({ version: VERSION, turns }));
  } catch {
    if (turns.length) write(store, turns.slice(Math.ceil(turns.length / 2)));
  }
}

// What an earlier state of the service has said lacks what was added since; what cannot be drawn
// at all is asked again.
function turnOf(kept) {
  const { question, reply } = kept ?? {};
  if (typeof question !== "string") return null;
  const whole = reply && typeof reply.answer === "string" && Array.isArray(reply.statements);
  return { question, reply: whole ? completed(question, reply) : null };
}

function completed(question, reply) {
  const lists = { citations: [], notes: [], related: [], suggestions: [] };
  const statements = reply.statements.map((said) => ({ about: [], ...said }));
  return { standalone_question: question, confidence: 0, ...lists, ...reply, question, statements };
}

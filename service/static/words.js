// What the page says of its own, in its language: the script's half of messages.py.

const { words } = document.getElementById("main").dataset;
export const { chat, common, levels } = JSON.parse(words);
export const language = document.documentElement.lang;

// Whether the address names the language: then every address of ours goes on naming it.
const named = new URLSearchParams(location.search).get("lang") === language;

export function say(message, values) {
  const form = message[values.count === 1 ? "one" : "other"] ?? message;
  return form.replace(/\{(\w+)\}/g, (hole, name) => String(values[name]));
}

// What an answer without quotes says; an example that it gives stands below it.
export function inWords({ answer, suggestions }) {
  const example = suggestions.find((one) => answer.endsWith(` For example: ${one}`));
  const own = example ? answer.slice(0, -` For example: ${example}`.length) : answer;
  return Object.entries(chat.replies).reduce(
    (text, [sentence, said]) => text.replaceAll(sentence, () => said),
    own,
  );
}

export function link(address) {
  if (!named) return address;
  return `${address}${address.includes("?") ? "&" : "?"}lang=${language}`;
}

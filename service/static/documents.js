// The list follows what is typed; without this script the form does the same by its button.

const form = document.getElementById("filter");
const PATIENCE = 200; // milliseconds without a key, so that a word is asked for once
let latest;

async function filter() {
  const address = `${form.action}?${new URLSearchParams(new FormData(form))}`;
  latest?.abort();
  latest = new AbortController();
  try {
    const response = await fetch(address, {
      headers: { Accept: "text/html" },
      signal: latest.signal,
    });
    if (!response.ok) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    // The line that says how many were found stays in place: only then is it read out.
    const [now, then] = [document, page].map((each) => each.getElementById("found"));
    now.firstElementChild.replaceChildren(...then.firstElementChild.childNodes);
    then.firstElementChild.remove();
    while (now.children.length > 1) now.lastElementChild.remove();
    now.append(...then.children);
    history.replaceState(null, "", address);
  } catch {
    // Typed on, or offline: the list stays as it is, and the button still asks for it.
  }
}

let waiting;
form.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(filter, PATIENCE);
});

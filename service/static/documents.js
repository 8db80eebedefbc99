// The list follows what is typed; without this script the form does the same by its button.

const form = document.getElementById("filter");
const PATIENCE = 200; // milliseconds without a key, so that a word is asked for once
let latest;

function filter() {
  const address = `${form.action}?${new URLSearchParams(new FormData(form))}`;
  latest?.abort(); // typed on; where it fails, the list stays and the button still asks for it
  latest = new XMLHttpRequest(); // fetch() gives a string, and the policy lets none become markup
  latest.open("GET", address);
  latest.setRequestHeader("Accept", "text/html");
  latest.responseType = "document";
  latest.addEventListener("load", ({ target }) => {
    if (target.status === 200) show(target.response, address);
  });
  latest.send();
}

function show(page, address) {
  // The line that says how many were found stays in place: only then is it read out.
  const [now, then] = [document, page].map((each) => each.getElementById("found"));
  now.firstElementChild.replaceChildren(...then.firstElementChild.childNodes);
  then.firstElementChild.remove();
  while (now.children.length > 1) now.lastElementChild.remove();
  now.append(...then.children);
  history.replaceState(null, "", address);
}

let waiting;
form.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(filter, PATIENCE);
});

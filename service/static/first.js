// What has to be known before the page is first drawn. It runs at once, as no module does.

// A language chosen by the switch stays chosen: later pages whose address names none go there.
(() => {
  const { lang } = document.documentElement;
  const address = new URL(location.href);
  try {
    if (address.searchParams.has("lang")) {
      localStorage.setItem("cite-language", lang);
      return;
    }
    const chosen = localStorage.getItem("cite-language");
    if (!chosen || chosen === lang) return;
    address.searchParams.set("lang", chosen);
    location.replace(address);
  } catch {
    // A browser that keeps nothing: the language travels in the links alone.
  }
})();

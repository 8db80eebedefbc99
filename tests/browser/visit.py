"""One visitor's page, and what it did behind the scenes."""

from playwright.sync_api import Browser, BrowserContext, Page


class Visit:
    """A page in a context of its own, with all that it asked for and complained about."""

    def __init__(
        self,
        browser: Browser,
        server: str,
        javascript: bool = True,
        language: str = "en",
        phone: bool = False,
    ) -> None:
        self.context: BrowserContext = browser.new_context(
            base_url=server,
            java_script_enabled=javascript,
            viewport={"width": 360, "height": 740} if phone else {"width": 1280, "height": 400},
            has_touch=phone,
            reduced_motion="reduce",
            locale=language,
        )
        self.context.set_default_timeout(30_000)
        self.page: Page = self.context.new_page()
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.context.on("request", lambda request: self.requests.append(request.url))
        self.context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        self.context.on(
            "console",
            lambda message: (
                self.complaints.append(message.text)
                if message.type in ("error", "warning")
                else None
            ),
        )
        # Left alone, Playwright closes dialogues without a word.
        self.page.on("dialog", lambda dialog: self.complaints.append(f"dialog {dialog.message}"))

    def open(self, address: str) -> None:
        """Go to an address of the service."""
        self.page.goto(address)

    def ask(self, question: str) -> None:
        """Type a question and press Enter."""
        self.page.locator("#q").fill(question)
        self.page.keyboard.press("Enter")

    def asked(self) -> int:
        """How many questions were sent so far."""
        return sum(url.endswith("/ask") for url in self.requests)

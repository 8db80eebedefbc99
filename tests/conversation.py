"""The names and words of a small corpus, for tests of how questions are understood."""

from service.conversation.terms import Terms

TERMS = Terms(
    texts=[
        "The festival of the learning city lasts a week, and the mayor opens the first forum."
        " Every college and each university takes part, as do libraries, museums and teachers."
        " The harbour has a director; lifelong learning is free. Deirdre Quinlan and Masao Omori"
        " told us of the network, and so did Amélie Rousseau."
    ]
)

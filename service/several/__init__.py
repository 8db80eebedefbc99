"""Questions that one sentence about one thing does not answer.

`parts.parts_of` takes a question apart (`clauses`, `keywords`, `alongside` with `owned`,
`comparison` with `choices` and `degrees`) and `together` joins the answers; `which` and `gather`
make a list; `disagreement` sets different `figures` for one of the `claims` side by side.
"""

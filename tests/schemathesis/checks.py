"""What schemathesis looks for: a fault of the server's own, whoever asks and whatever is asked."""

import schemathesis

# Every code that an answer may carry and that is no fault of the server's: the caller can act on it.
EXPECTED = {
    "BAD_REQUEST",
    "BAD_USER_INPUT",
    "CURSOR_EXPIRED",
    "FORBIDDEN",
    "GRAPHQL_VALIDATION_FAILED",
    "QUERY_TOO_COMPLEX",
    "RATE_LIMITED",
    "UNAUTHENTICATED",
}


@schemathesis.check
def no_fault_of_the_server(ctx, response, case):
    """The answer is one, and every error in it is told by a code that the caller can act on."""
    assert response.status_code < 500, f"status {response.status_code}"
    errors = response.json().get("errors") or []
    for error in errors:
        code = (error.get("extensions") or {}).get("code")
        assert code in EXPECTED, f"{code}: {error.get('message')}"

# Everything that CI runs.
check:
    cargo xtask check

# One project from KDL to an explained message, in a terminal.
tour:
    cargo xtask tour

# Formats the code and rewrites what is generated.
fix:
    cargo fmt --all
    cargo xtask generate
    SPEC_UPDATE=1 cargo test --quiet --package filrouge-spec

# Checks, formats and tests one project: just try examples/hello
try dir:
    cargo run --quiet --package filrouge-cli -- check {{dir}}
    cargo run --quiet --package filrouge-cli -- test {{dir}}

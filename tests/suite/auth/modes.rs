//! Development and production, as the binary is started.

use tests::backend::Backend;
use tests::program::Program;
use tests::serving::Serving;

const SECRET: &str = "a secret of at least thirty-two bytes";

#[test]
fn production_refuses_tokens_of_our_own() {
    let backend = Backend::sqlite();
    let production = || Program::new(&backend).with("MICROCYCLE_ENV", "production");

    let error = production().fail(&["serve"]);
    assert!(error.contains("AUTH_JWKS_URL"), "{error}");
    let error = production().with("AUTH_HS256_SECRET", SECRET).fail(&["serve"]);
    assert!(error.contains("AUTH_HS256_SECRET is for development"), "{error}");
    let provided = || {
        production()
            .with("AUTH_JWKS_URL", "https://id.example/keys")
            .with("AUTH_ISSUER", "https://id.example")
            .with("AUTH_AUDIENCE", "gym")
    };
    let error = provided().fail(&["token", "--as", "owner"]);
    assert!(error.contains("identity provider"), "{error}");
    let error = provided().with("AUTH_HS256_SECRET", SECRET).fail(&["serve"]);
    assert!(error.contains("unset one of them"), "{error}");
}

#[test]
fn the_published_secret_is_believed_on_this_machine_only() {
    let backend = Backend::sqlite();
    let open = Program::new(&backend).with("LISTEN", "0.0.0.0:0");

    for command in ["serve", "demo"] {
        let error = open.fail(&[command]);
        assert!(error.contains("0.0.0.0:0 can be reached from outside"), "{error}");
    }
    let mut serving =
        Serving::start(&open.with("AUTH_HS256_SECRET", SECRET), &["serve", "--roles", "api"]);
    serving.line("GraphQL");
    assert!(serving.stop().success());
}

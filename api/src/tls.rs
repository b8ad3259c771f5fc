//! TLS of outgoing requests.

/// Names the cryptography behind outgoing TLS: the one that the database's driver brings anyway. Once for
/// each process, before the first client is made; again changes nothing.
pub fn install() {
    // An error says that it was done before.
    let _done = rustls::crypto::ring::default_provider().install_default();
}

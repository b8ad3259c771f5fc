//! An identity provider: signs tokens with keys that it generates, and publishes those keys over HTTP.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use actix_web::{App, HttpResponse, HttpServer, rt, web};
use api::auth::issuer::Source;
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use p256::pkcs8::EncodePrivateKey as _;
use rsa::pkcs1::EncodeRsaPrivateKey as _;
use rsa::rand_core::{OsRng, RngCore as _};
use serde_json::{Value, json};

/// What an Ed25519 key in DER begins with (RFC 8410); its 32 bytes follow.
const ED25519_DER: [u8; 16] = [
    0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
];

/// A pair of keys with its name.
#[derive(Clone)]
pub struct SigningKey {
    id: String,
    algorithm: Algorithm,
    private: EncodingKey,
}

impl SigningKey {
    /// A new pair for RS256, ES256 or `EdDSA`.
    pub fn generate(id: &str, algorithm: Algorithm) -> Self {
        let private = match algorithm {
            Algorithm::RS256 => {
                let pair = rsa::RsaPrivateKey::new(&mut OsRng, 2048).expect("2048 bits are enough");
                EncodingKey::from_rsa_der(pair.to_pkcs1_der().expect("it has a form").as_bytes())
            }
            Algorithm::ES256 => {
                let pair = p256::SecretKey::random(&mut OsRng);
                EncodingKey::from_ec_der(pair.to_pkcs8_der().expect("it has a form").as_bytes())
            }
            Algorithm::EdDSA => {
                let mut der = [ED25519_DER.to_vec(), vec![0; 32]].concat();
                OsRng.fill_bytes(&mut der[16..]);
                EncodingKey::from_ed_der(&der)
            }
            other => panic!("no keys are made for {other:?}"),
        };
        Self { id: id.to_owned(), algorithm, private }
    }

    /// The public half, as a JWK.
    pub fn public(&self) -> Value {
        let mut key = Jwk::from_encoding_key(&self.private, self.algorithm).expect("a JWK");
        key.common.key_id = Some(self.id.clone());
        serde_json::to_value(key).expect("a JWK is JSON")
    }

    /// A token that says this.
    pub fn sign(&self, claims: &Value) -> String {
        self.sign_as(&Header { kid: Some(self.id.clone()), ..Header::new(self.algorithm) }, claims)
    }

    /// A token with a header of the test's own.
    pub fn sign_as(&self, header: &Header, claims: &Value) -> String {
        jsonwebtoken::encode(header, claims, &self.private).expect("it signs")
    }
}

/// What a provider publishes, and how it fares.
#[derive(Default)]
struct Published {
    keys: Mutex<Vec<Value>>,
    asked: AtomicUsize,
    down: AtomicBool,
}

/// The provider, while the test's system runs.
pub struct Provider {
    address: String,
    published: Arc<Published>,
}

impl Provider {
    /// Starts to publish these keys.
    pub fn start(keys: &[&SigningKey]) -> Self {
        let published = Arc::new(Published::default());
        let data = web::Data::from(published.clone());
        let server = HttpServer::new(move || {
            App::new().app_data(data.clone()).route("/keys", web::get().to(publish))
        })
        .workers(1)
        .bind(("127.0.0.1", 0))
        .expect("a port");
        let address = format!("http://{}", server.addrs()[0]);
        rt::spawn(server.disable_signals().run());
        let provider = Self { address, published };
        provider.publish(keys);
        provider
    }

    /// Publishes these keys and no others.
    pub fn publish(&self, keys: &[&SigningKey]) {
        let keys = keys.iter().map(|key| key.public()).collect();
        *self.published.keys.lock().unwrap_or_else(PoisonError::into_inner) = keys;
    }

    /// Answers with errors from now on, or no longer.
    pub fn down(&self, down: bool) {
        self.published.down.store(down, Ordering::SeqCst);
    }

    /// How often the keys were asked for.
    pub fn asked(&self) -> usize {
        self.published.asked.load(Ordering::SeqCst)
    }

    /// For the program's settings.
    pub fn source(&self) -> Source {
        Source {
            jwks_url: format!("{}/keys", self.address),
            issuer: self.address.clone(),
            audience: "microcycle-tests".to_owned(),
        }
    }

    /// What a token of this provider's says of a login, until an instant in seconds since 1970.
    pub fn claims(&self, subject: &str, until: i64) -> Value {
        let Source { issuer, audience, .. } = self.source();
        json!({ "iss": issuer, "aud": [audience, "other"], "sub": subject, "exp": until })
    }
}

async fn publish(published: web::Data<Published>) -> HttpResponse {
    published.asked.fetch_add(1, Ordering::SeqCst);
    if published.down.load(Ordering::SeqCst) {
        return HttpResponse::BadGateway().finish();
    }
    let keys = published.keys.lock().unwrap_or_else(PoisonError::into_inner).clone();
    HttpResponse::Ok().json(json!({ "keys": keys }))
}

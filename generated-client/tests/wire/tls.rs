//! Encrypted connections: whom the client trusts.

use std::sync::Arc;

use generated_client::{Error, ErrorKind, RetryPolicy, http_client_builder, kirim, reqwest};
use rcgen::{
    BasicConstraints, Certificate, CertificateParams, CertifiedIssuer, CertifiedKey, IsCa, KeyPair,
    generate_simple_self_signed,
};
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::server::{WantsServerCert, WebPkiClientVerifier};
use rustls::{ConfigBuilder, RootCertStore, ServerConfig, WantsVerifier};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

use crate::support::{KEY, account_list, chain, run_again, url_of_parent};

fn client(url: &str) -> kirim::Client {
    let builder = kirim::Client::builder().api_key(KEY).base_url(url);
    builder.build().unwrap()
}

async fn fail(url: &str) -> Error {
    client(url).list_accounts().send().await.unwrap_err()
}

/// Starts a server with a certificate that only it has signed; gives its URL, the certificate as
/// PEM, and how many bytes of requests arrive on its first connection.
async fn start() -> (String, String, JoinHandle<usize>) {
    let CertifiedKey { cert, signing_key } = generate_simple_self_signed(names()).unwrap();
    let config = server_config().with_no_client_auth();
    let (url, server) = serve(config, &cert, &signing_key).await;
    (url, cert.pem(), server)
}

/// The names of this machine.
fn names() -> Vec<String> {
    vec!["localhost".to_owned(), "127.0.0.1".to_owned()]
}

fn server_config() -> ConfigBuilder<ServerConfig, WantsVerifier> {
    ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
}

/// Starts a server of one connection; gives its URL, and how many bytes of requests arrive.
async fn serve(
    config: ConfigBuilder<ServerConfig, WantsServerCert>,
    certificate: &Certificate,
    key: &KeyPair,
) -> (String, JoinHandle<usize>) {
    let key = PrivatePkcs8KeyDer::from(key.serialize_der());
    let certificates = vec![certificate.der().clone()];
    let config = config.with_single_cert(certificates, key.into()).unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    let server = tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        let Ok(mut stream) = acceptor.accept(stream).await else {
            return 0;
        };
        let read = stream.read(&mut [0; 4096]).await.unwrap_or(0);
        let body = account_list(&[]).to_string();
        let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", body.len());
        let reply = [head, body].concat();
        if read > 0 && stream.write_all(reply.as_bytes()).await.is_ok() {
            // Whether the client says good-bye is up to it.
            let _ = stream.shutdown().await;
        }
        read
    });
    (url, server)
}

/// An authority that only those trust who were told to.
struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    fn new() -> Self {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        Self(CertifiedIssuer::self_signed(params, key).unwrap())
    }

    fn pem(&self) -> String {
        self.0.as_ref().pem()
    }

    /// A certificate for these names and its key.
    fn sign(&self, names: Vec<String>) -> (Certificate, KeyPair) {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(names).unwrap();
        (params.signed_by(&key, &self.0).unwrap(), key)
    }

    /// Starts a server with a certificate of this authority that wants one from its clients too.
    async fn start_mutual(&self) -> (String, JoinHandle<usize>) {
        let mut roots = RootCertStore::empty();
        roots.add(self.0.as_ref().der().clone()).unwrap();
        let provider = Arc::new(ring::default_provider());
        let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider);
        let config = server_config().with_client_cert_verifier(verifier.build().unwrap());
        let (certificate, key) = self.sign(names());
        serve(config, &certificate, &key).await
    }
}

fn builder(url: &str) -> kirim::ClientBuilder {
    let builder = kirim::Client::builder().api_key(KEY).base_url(url);
    builder.retry(RetryPolicy::none())
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_is_refused() {
    let (url, _, server) = start().await;
    let error = fail(&url).await;
    assert_eq!(error.kind(), ErrorKind::Connect, "{}", chain(&error));
    assert!(chain(&error).contains("UnknownIssuer"), "{}", chain(&error));
    assert!(error.to_string().contains("not trusted"), "{error}");
    assert_eq!(error.attempts(), 1, "it will not be trusted the next time");
    assert_eq!(
        server.await.unwrap(),
        0,
        "nothing may be sent to a stranger"
    );
}

#[tokio::test]
async fn a_server_that_does_not_speak_tls_is_a_connect_error() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    let server = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        stream
            .write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            .await
            .unwrap();
        let mut received = Vec::new();
        // The end may be a reset.
        let _ = stream.read_to_end(&mut received).await;
        received
    });
    let error = fail(&url).await;
    assert_eq!(error.kind(), ErrorKind::Connect, "{}", chain(&error));
    let received = server.await.unwrap();
    let key = KEY.as_bytes();
    assert!(!received.windows(key.len()).any(|window| window == key));
}

// Where else the machine keeps its roots is up to it, so that only Linux can be told others.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn an_authority_that_the_owner_of_the_machine_trusts_is_trusted() {
    if let Some(url) = url_of_parent() {
        let response = client(&url).list_accounts().send().await;
        assert_eq!(response.unwrap().status().as_u16(), 200);
        return;
    }
    let (url, certificate, server) = start().await;
    let roots = std::env::temp_dir().join(format!("generated-client-{}.pem", std::process::id()));
    std::fs::write(&roots, certificate).unwrap();
    let path = roots.to_str().unwrap().to_owned();
    let child = tokio::task::spawn_blocking(move || {
        let test = "tls::an_authority_that_the_owner_of_the_machine_trusts_is_trusted";
        run_again(test, &url, &[("SSL_CERT_FILE", &path)]);
    });
    let outcome = child.await;
    std::fs::remove_file(&roots).unwrap();
    outcome.unwrap();
    assert!(server.await.unwrap() > 0);
}

#[cfg(target_os = "linux")]
#[test]
fn a_machine_without_roots_is_told_what_to_do() {
    if let Some(url) = url_of_parent() {
        let builder = kirim::Client::builder().api_key(KEY);
        for builder in [
            builder.clone(),
            builder.clone().base_url(url),
            builder.clone().http(|http| http),
        ] {
            let error = builder.build().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Configuration);
            assert!(error.to_string().contains("SSL_CERT_FILE"), "{error}");
        }
        // Nothing is encrypted here, so nobody needs to be trusted.
        builder.base_url("http://127.0.0.1:1").build().unwrap();
        return;
    }
    let test = "tls::a_machine_without_roots_is_told_what_to_do";
    run_again(
        test,
        "https://127.0.0.1:1",
        &[("SSL_CERT_FILE", "/dev/null")],
    );
}

#[tokio::test]
async fn an_own_authority_is_trusted_beside_those_of_the_machine_or_alone() {
    let authority = Authority::new();
    let pem = reqwest::Certificate::from_pem(authority.pem().as_bytes()).unwrap();
    for alone in [false, true] {
        let (certificate, key) = authority.sign(names());
        let config = server_config().with_no_client_auth();
        let (url, server) = serve(config, &certificate, &key).await;
        let pem = pem.clone();
        let builder = builder(&url).http(move |http| {
            if alone {
                http.tls_certs_only([pem.clone()])
            } else {
                http.tls_certs_merge([pem.clone()])
            }
        });
        builder
            .build()
            .unwrap()
            .list_accounts()
            .send()
            .await
            .unwrap();
        assert!(server.await.unwrap() > 0);
    }
    let (url, _, server) = start().await;
    let client = builder(&url).http(move |http| http.tls_certs_merge([pem.clone()]));
    let error = client.build().unwrap().list_accounts().send().await;
    let error = error.unwrap_err();
    assert!(error.to_string().contains("not trusted"), "{error}");
    assert_eq!(
        server.await.unwrap(),
        0,
        "others are no more trusted for that"
    );
}

#[tokio::test]
async fn a_client_certificate_is_shown_to_a_server_that_wants_one() {
    let authority = Authority::new();
    let root = reqwest::Certificate::from_pem(authority.pem().as_bytes()).unwrap();
    let (certificate, key) = authority.sign(vec!["client.example.com".to_owned()]);
    let pem = certificate.pem() + &key.serialize_pem();
    let identity = reqwest::Identity::from_pem(pem.as_bytes()).unwrap();
    for identity in [Some(identity), None] {
        let (url, server) = authority.start_mutual().await;
        let root = root.clone();
        let is_shown = identity.is_some();
        let client = builder(&url).http(move |http| {
            let http = http.tls_certs_merge([root.clone()]);
            match &identity {
                Some(identity) => http.identity(identity.clone()),
                None => http,
            }
        });
        let result = client.build().unwrap().list_accounts().send().await;
        assert_eq!(result.is_ok(), is_shown, "{result:?}");
        assert_eq!(server.await.unwrap() > 0, is_shown);
    }
}

// In a process of its own, because a crypto provider is there for all once it is installed.
#[tokio::test]
async fn clients_need_no_crypto_provider_of_the_process() {
    let test = "tls::clients_need_no_crypto_provider_of_the_process";
    let Some(url) = url_of_parent() else {
        let run = move || run_again(test, "https://127.0.0.1:1", &[]);
        return tokio::task::spawn_blocking(run).await.unwrap();
    };
    let is_installed = || CryptoProvider::get_default().is_some();
    builder(&url).build().unwrap();
    assert!(!is_installed(), "a client by itself installs nothing");
    builder(&url).http(|http| http).build().unwrap();
    assert!(is_installed());
}

#[tokio::test]
async fn an_http_client_of_the_caller_needs_no_crypto_provider_either() {
    let test = "tls::an_http_client_of_the_caller_needs_no_crypto_provider_either";
    let Some(url) = url_of_parent() else {
        let run = move || run_again(test, "https://127.0.0.1:1", &[]);
        return tokio::task::spawn_blocking(run).await.unwrap();
    };
    let http = http_client_builder().build().unwrap();
    let client = builder(&url).http_client(http).build().unwrap();
    let error = client.list_accounts().send().await.unwrap_err();
    assert!(error.is_connect(), "{error}");
}

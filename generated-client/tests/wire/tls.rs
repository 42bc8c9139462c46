//! Encrypted connections: whom the client trusts.

use std::sync::Arc;

use generated_client::{Error, ErrorKind, kirim};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::PrivatePkcs8KeyDer;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

use crate::support::{KEY, account_list, chain};
#[cfg(target_os = "linux")]
use crate::support::{run_again, url_of_parent};

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
    let names = vec!["localhost".to_owned(), "127.0.0.1".to_owned()];
    let CertifiedKey { cert, signing_key } = generate_simple_self_signed(names).unwrap();
    let key = PrivatePkcs8KeyDer::from(signing_key.serialize_der());
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], key.into())
        .unwrap();
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
    (url, cert.pem(), server)
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
        let answer = client(&url).list_accounts().send().await;
        assert_eq!(answer.unwrap().status().as_u16(), 200);
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
        for builder in [builder.clone(), builder.clone().base_url(url)] {
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

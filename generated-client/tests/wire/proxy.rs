//! Proxies that the caller sets: requests go through them, and errors name them.

use generated_client::reqwest::Proxy;
use generated_client::{Error, RetryPolicy, http_client_builder, kirim};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::support::{KEY, Reply, Server, account_list, chain};

const HOST: &str = "api.example.com";

fn builder(scheme: &str) -> kirim::ClientBuilder {
    kirim::Client::builder()
        .api_key(KEY)
        .base_url(format!("{scheme}://{HOST}/v1"))
        .allow_http(true)
        .retry(RetryPolicy::none())
}

/// A client whose requests go through the proxy at this URL.
fn client(scheme: &str, proxy: &str) -> kirim::Client {
    let proxy = Proxy::all(proxy).unwrap();
    let builder = builder(scheme).http(move |http| http.proxy(proxy.clone()));
    builder.build().unwrap()
}

async fn fail(client: &kirim::Client) -> Error {
    client.list_accounts().send().await.unwrap_err()
}

/// Checks that an error names the proxy, but neither the server nor who uses the proxy.
#[track_caller]
fn check(error: &Error, proxy: &str) {
    let line = error.to_string();
    assert!(error.is_connect(), "{line}");
    assert!(
        line.contains(&format!("through the proxy {proxy}")),
        "{line}"
    );
    assert!(!line.contains(HOST), "{line}");
    let all = format!("{} {error:?}", chain(error));
    assert!(!all.contains("rosa") && !all.contains("hush"), "{all}");
}

#[tokio::test]
async fn requests_go_through_a_proxy_with_its_credentials() {
    let proxy = Server::start([Reply::json(200, &account_list(&[]))]).await;
    let url = format!("http://rosa:hush@{}", proxy.authority());
    client("http", &url).list_accounts().send().await.unwrap();
    let request = proxy.request();
    assert_eq!(request.line()[1], format!("http://{HOST}/v1/accounts"));
    let credentials = ("proxy-authorization".to_owned(), "Basic cm9zYTpodXNo");
    assert!(request.headers().contains(&credentials), "{}", request.head);
}

#[tokio::test]
async fn requests_go_through_a_socks_proxy() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("socks5h://{}", listener.local_addr().unwrap());
    let proxy = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        // Version 5, one method: no authentication.
        let mut greeting = [0; 3];
        stream.read_exact(&mut greeting).await.unwrap();
        stream.write_all(&[5, 0]).await.unwrap();
        // Version 5, connect to a name of this length, port 80.
        let mut connect = [0; 5 + HOST.len() + 2];
        stream.read_exact(&mut connect).await.unwrap();
        stream
            .write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0])
            .await
            .unwrap();
        assert!(stream.read(&mut [0; 4096]).await.unwrap() > 0);
        let body = account_list(&[]).to_string();
        let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", body.len());
        stream.write_all((head + &body).as_bytes()).await.unwrap();
        connect
    });
    client("http", &url).list_accounts().send().await.unwrap();
    let connect = proxy.await.unwrap();
    assert_eq!(&connect[5..5 + HOST.len()], HOST.as_bytes());
}

#[tokio::test]
async fn a_proxy_that_cannot_be_reached_is_named() {
    for scheme in ["http", "https"] {
        for proxy in ["http", "https", "socks4", "socks4a", "socks5h"] {
            let client = client(scheme, &format!("{proxy}://rosa:hush@127.0.0.1:1"));
            check(&fail(&client).await, &format!("{proxy}://127.0.0.1:1"));
        }
    }
}

#[tokio::test]
async fn a_proxy_of_an_http_client_of_the_caller_is_named() {
    let proxy = Proxy::https("http://rosa:hush@127.0.0.1:1").unwrap();
    let http = http_client_builder().proxy(proxy).build().unwrap();
    let client = builder("https").http_client(http).build().unwrap();
    check(&fail(&client).await, "http://127.0.0.1:1");
}

#[tokio::test]
async fn a_proxy_that_refuses_is_named_with_its_reason() {
    for (status, reason) in [(407, "authorization required"), (502, "unsuccessful")] {
        let proxy = Server::start([Reply::new(status, &[], "")]).await;
        let url = format!("http://{}", proxy.authority());
        let error = fail(&client("https", &url)).await;
        check(&error, &url);
        assert!(chain(&error).contains(reason), "{}", chain(&error));
        assert_eq!(proxy.request().line()[0], "CONNECT");
    }
}

#[tokio::test]
async fn redirects_stay_off_whatever_the_caller_sets() {
    use generated_client::reqwest::redirect::Policy;

    let redirect = Reply::new(302, &[("location", "/elsewhere")], "");
    let server = Server::start([redirect]).await;
    let builder = crate::support::kirim_builder(&server);
    let client = builder.http(|http| http.redirect(Policy::limited(5)));
    let error = fail(&client.build().unwrap()).await;
    assert_eq!(error.status().unwrap().as_u16(), 302);
    assert_eq!(server.requests().len(), 1);
}

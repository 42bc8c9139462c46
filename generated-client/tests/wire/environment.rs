//! What the client takes from environment variables, and what it does not.

use generated_client::{RetryPolicy, kirim, kustomer, reqwest};

use crate::support::{KEY, Reply, Server, account_list, chain, run_again, url_of_parent};

/// A server for one call of the process that runs the test again.
async fn server() -> Server {
    Server::start([Reply::json(200, &account_list(&[]))]).await
}

async fn run(test: &'static str, server: &Server, variables: Vec<(&'static str, String)>) {
    let url = server.url("/v1");
    let child = tokio::task::spawn_blocking(move || {
        let variables: Vec<_> = variables.iter().map(|(k, v)| (*k, v.as_str())).collect();
        run_again(test, &url, &variables);
    });
    child.await.unwrap();
}

#[tokio::test]
async fn from_env_reads_key_and_base_url() {
    if url_of_parent().is_some() {
        let client = kirim::Client::from_env().unwrap();
        client.list_accounts().send().await.unwrap();
        return;
    }
    let server = server().await;
    let variables = vec![
        ("KIRIM_API_KEY", KEY.to_owned()),
        ("KIRIM_BASE_URL", server.url("/from/env/")),
    ];
    run(
        "environment::from_env_reads_key_and_base_url",
        &server,
        variables,
    )
    .await;
    let request = server.request();
    assert_eq!(request.path(), "/from/env/accounts");
    let bearer = format!("Bearer {KEY}");
    assert!(
        request
            .headers()
            .contains(&("authorization".to_owned(), bearer.as_str()))
    );
}

#[tokio::test]
async fn from_env_names_the_variable_that_it_misses() {
    if url_of_parent().is_some() {
        let error = kirim::Client::from_env().unwrap_err().to_string();
        assert!(error.contains("KIRIM_API_KEY is blank"), "{error}");
        let error = kustomer::Client::from_env().unwrap_err();
        assert!(
            error.to_string().contains("KUSTOMER_API_KEY holds"),
            "{error}"
        );
        return;
    }
    let server = server().await;
    let variables = vec![
        ("KIRIM_API_KEY", String::new()),
        ("KUSTOMER_API_KEY", "key\n".to_owned()),
    ];
    run(
        "environment::from_env_names_the_variable_that_it_misses",
        &server,
        variables,
    )
    .await;
}

#[tokio::test]
async fn what_is_meant_for_this_machine_is_not_sent_to_a_proxy() {
    if let Some(url) = url_of_parent() {
        let builder = kirim::Client::builder().api_key(KEY).base_url(url);
        builder
            .build()
            .unwrap()
            .list_accounts()
            .send()
            .await
            .unwrap();
        return;
    }
    let (server, proxy) = (server().await, server().await);
    let variables = ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"]
        .map(|name| (name, proxy.url("")))
        .to_vec();
    let test = "environment::what_is_meant_for_this_machine_is_not_sent_to_a_proxy";
    run(test, &server, variables).await;
    assert_eq!(server.requests().len(), 1);
    assert!(proxy.requests().is_empty());
}

#[tokio::test]
async fn the_proxy_of_the_environment_is_used_and_named() {
    const TEST: &str = "environment::the_proxy_of_the_environment_is_used_and_named";
    let base_url = |url: &str| {
        let builder = kirim::Client::builder().api_key(KEY).base_url(url);
        builder.allow_http(true).retry(RetryPolicy::none())
    };
    if url_of_parent().is_some() {
        let client = base_url("http://api.example.com/v1").build().unwrap();
        client.list_accounts().send().await.unwrap();

        let client = base_url("https://api.example.com").build().unwrap();
        let error = client.list_accounts().send().await.unwrap_err();
        let expected = "kirim.list_accounts: cannot connect through the proxy \
                        socks5h://127.0.0.1:1 (set by the environment)";
        assert_eq!(error.to_string(), expected);
        let all = format!("{} {error:?}", chain(&error));
        assert!(!all.contains("hush"), "{all}");

        let client = base_url("https://127.0.0.2:1").build().unwrap();
        let direct = client.list_accounts().send().await.unwrap_err();
        assert!(
            direct.to_string().contains("to https://127.0.0.2:1"),
            "{direct}"
        );
        let client = base_url("https://0.0.0.0:1").build().unwrap();
        let direct = client.list_accounts().send().await.unwrap_err();
        assert!(
            direct.to_string().contains("to https://0.0.0.0:1"),
            "{direct}"
        );
        return;
    }
    let proxy = server().await;
    let variables = vec![
        ("HTTP_PROXY", proxy.url("")),
        ("ALL_PROXY", "socks5h://rosa:hush@127.0.0.1:1".to_owned()),
        ("HTTPS_PROXY", String::new()),
        ("NO_PROXY", "0.0.0.0".to_owned()),
    ];
    run(TEST, &proxy, variables).await;
    assert_eq!(
        proxy.request().line()[1],
        "http://api.example.com/v1/accounts"
    );
}

#[tokio::test]
async fn a_proxy_of_the_environment_that_is_not_supported_is_not_passed_over() {
    const TEST: &str =
        "environment::a_proxy_of_the_environment_that_is_not_supported_is_not_passed_over";
    let builder = kirim::Client::builder().api_key(KEY);
    if let Some(url) = url_of_parent() {
        let error = builder.clone().build().unwrap_err().to_string();
        for part in ["HTTPS_PROXY", "`quic://proxy.example.com:3128`", "socks5h"] {
            assert!(error.contains(part), "{error}");
        }
        assert!(!error.contains("hush"), "{error}");
        // Neither is concerned by it.
        builder.clone().base_url(url).build().unwrap();
        let direct = builder.http(reqwest::ClientBuilder::no_proxy);
        direct.build().unwrap();
        return;
    }
    let proxy = "quic://rosa:hush@proxy.example.com:3128".to_owned();
    run(TEST, &server().await, vec![("HTTPS_PROXY", proxy)]).await;
}

//! What the client takes from environment variables, and what it does not.

use generated_client::{kirim, kustomer};

use crate::support::{KEY, Reply, Server, account_list, run_again, url_of_parent};

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

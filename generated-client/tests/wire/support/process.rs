//! Runs a test again in a process of its own, to give it other environment variables.

use std::process::Command;

/// Tells a test that it was started by itself, and which server to call.
const URL: &str = "GENERATED_CLIENT_TEST_URL";

/// The server to call, in the process that [`run_again`] started; `None` in the first one.
pub(crate) fn url_of_parent() -> Option<String> {
    std::env::var(URL).ok()
}

/// Runs one test of this binary again with these variables, and fails unless it passes.
pub(crate) fn run_again(test: &str, url: &str, variables: &[(&str, &str)]) {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", test, "--nocapture"]);
    for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"] {
        command.env_remove(name).env_remove(name.to_lowercase());
    }
    let output = command
        .env(URL, url)
        .env_remove("SSL_CERT_DIR")
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    let shown = String::from_utf8_lossy(&output.stdout);
    let problems = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{shown}{problems}");
    assert!(shown.contains("1 passed"), "{shown}");
}

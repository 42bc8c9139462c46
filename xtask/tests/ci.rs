//! `cargo xtask ci`, run as a process with a `cargo` that only prints its arguments.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::support::{Workspace, is_snapshot, run};

/// Tells its arguments and what it is told by variables, and fails as a command does.
const CARGO: &str = "#!/bin/sh
echo \"cargo $* ($RUSTDOCFLAGS $CARGO_PKG_NAME $CARGO_MANIFEST_DIR)\"
test \"$1\" != \"$FAIL\" || exit 101
";

#[test]
fn commands_run_in_order_up_to_the_first_that_fails() {
    let workspace = Workspace::new();
    workspace.write("cargo", CARGO);
    let cargo = workspace.path("cargo");
    fs::set_permissions(&cargo, fs::Permissions::from_mode(0o755)).unwrap();
    let mut text = String::new();
    for fail in ["", "xtask"] {
        let mut command = workspace.command("ci");
        command
            .env("CARGO", &cargo)
            .env("FAIL", fail)
            .env("CARGO_PKG_NAME", "xtask");
        let run = run(command.env("CARGO_MANIFEST_DIR", workspace.path("")));
        text += &format!("{}{}--- exit {:?}\n\n", run.stdout, run.stderr, run.code);
    }
    // The times differ from run to run.
    let words = text.split(' ').scan("", |before, word| {
        let is_time = ["in", "after"].contains(before);
        *before = word;
        Some(if is_time { "TIME" } else { word })
    });
    is_snapshot(words.collect::<Vec<_>>().join(" "), "ci.txt");
}

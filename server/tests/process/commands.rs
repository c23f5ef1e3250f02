//! The program as an operator uses it: what it says, how it ends.

use crate::program::{Program, complaint, initialize, run, sign_in, until};
use forecourt_testkit::TempDir;
use std::net::TcpListener;
use std::path::Path;

fn sqlite(folder: &Path) -> String {
    format!("sqlite://{}", folder.join("forecourt.db").display())
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}

#[test]
fn help_and_version_are_there() {
    let help = run(&["--help"]);
    assert!(help.status.success());
    let help = text(help.stdout);
    for command in ["serve", "init", "doctor", "backup", "restore"] {
        assert!(help.contains(&format!("  {command}")), "{help}");
    }
    let version = text(run(&["--version"]).stdout);
    assert_eq!(version.trim(), concat!("forecourt ", env!("CARGO_PKG_VERSION")));
}

#[test]
fn faults_are_one_sentence_that_says_what_to_do() {
    let folder = TempDir::new().unwrap();
    let url = sqlite(folder.path());
    let text = complaint(&["serve", "--database-url", "mysql://root@db/x"]);
    assert!(text.contains("`mysql`") && text.contains("sqlite://"), "{text}");
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let text = complaint(&["serve", "--database-url", &url, "--listen", &address]);
    assert!(text.contains("listens on") && text.contains("--listen"), "{text}");
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    let inside = file.join("data").display().to_string();
    let text = complaint(&["serve", "--data-dir", &inside]);
    assert!(
        text.contains("cannot be made") && text.contains("--data-dir"),
        "{text}"
    );
    let text = complaint(&["serve", "--config", "/nowhere/forecourt.toml"]);
    assert!(text.contains("/nowhere/forecourt.toml"), "{text}");
    let missing = format!("sqlite://{}", folder.path().join("no/such/x.db").display());
    let text = complaint(&["serve", "--database-url", &missing]);
    assert!(text.contains("does not exist"), "{text}");
}

#[test]
fn a_database_that_a_server_uses_is_not_served_twice_nor_restored_over() {
    let folder = TempDir::new().unwrap();
    let url = sqlite(folder.path());
    initialize(&url, folder.path());
    let copy = folder.path().join("copy.db").display().to_string();
    let server = Program::serve(&url, &[]);
    let text = complaint(&["serve", "--database-url", &url, "--listen", "127.0.0.1:0"]);
    assert!(text.contains("another Forecourt server"), "{text}");
    // Copying is for running servers, too.
    assert!(run(&["backup", "--database-url", &url, &copy]).status.success());
    let text = complaint(&["restore", "--database-url", &url, &copy]);
    assert!(text.contains("another Forecourt server"), "{text}");
    assert!(server.stop().success());
    assert!(run(&["restore", "--database-url", &url, &copy]).status.success());
}

#[test]
fn a_backup_brings_everything_back_and_nothing_else_is_taken_for_one() {
    let folder = TempDir::new().unwrap();
    let (url, copy) = (sqlite(folder.path()), folder.path().join("copy.db"));
    initialize(&url, folder.path());
    let copy_name = copy.display().to_string();
    assert!(
        run(&["backup", "--database-url", &url, &copy_name])
            .status
            .success()
    );
    let text = complaint(&["backup", "--database-url", &url, &copy_name]);
    assert!(text.contains("does not exist yet"), "{text}");
    let elsewhere = TempDir::new().unwrap();
    let restored = sqlite(elsewhere.path());
    assert!(
        run(&["restore", "--database-url", &restored, &copy_name])
            .status
            .success()
    );
    let report = run(&["doctor", "--database-url", &restored, "--listen", "127.0.0.1:0"]);
    let report = text_of_success(report);
    assert!(
        report.contains("Aldergrove (aldergrove.example), revision 1"),
        "{report}"
    );
    let other = folder.path().join("other.db");
    std::fs::write(&other, "this is a letter and not a database".repeat(40)).unwrap();
    let text = complaint(&[
        "restore",
        "--database-url",
        &restored,
        &other.display().to_string(),
    ]);
    assert!(text.contains("not a database of Forecourt"), "{text}");
    assert!(
        run(&["doctor", "--database-url", &restored, "--listen", "127.0.0.1:0"])
            .status
            .success()
    );
    let leftovers = std::fs::read_dir(elsewhere.path()).unwrap();
    let left: Vec<_> = leftovers.map(|entry| entry.unwrap().file_name()).collect();
    assert!(
        !left
            .iter()
            .any(|name| name.to_string_lossy().contains("restoring")),
        "{left:?}"
    );
}

fn text_of_success(output: std::process::Output) -> String {
    assert!(output.status.success(), "{output:?}");
    text(output.stdout)
}

#[test]
fn the_doctor_finds_a_port_that_is_taken_and_a_file_that_is_no_database() {
    let folder = TempDir::new().unwrap();
    let url = sqlite(folder.path());
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    std::fs::write(
        folder.path().join("forecourt.db"),
        "not a database at all".repeat(60),
    )
    .unwrap();
    let output = run(&["doctor", "--database-url", &url, "--listen", &address]);
    assert_eq!(output.status.code(), Some(1));
    let report = text(output.stdout);
    assert!(report.contains("fault  database"), "{report}");
    // The listener takes the doctor's question and never answers it.
    assert!(report.contains("fault  port"), "{report}");
}

#[test]
fn setting_up_twice_is_refused_and_bad_input_is_explained() {
    let folder = TempDir::new().unwrap();
    let url = sqlite(folder.path());
    initialize(&url, folder.path());
    let password = folder.path().join("password").display().to_string();
    let words = |organization, domain| {
        let mut arguments = vec!["init", "--database-url", &url, "--password-file", &password];
        arguments.extend([
            "--admin-email",
            "b@x.example",
            "--organization",
            organization,
            "--domain",
            domain,
        ]);
        complaint(&arguments)
    };
    let text = words("Another", "another.example");
    assert!(text.contains("set up already"), "{text}");
    let text = words("Another", "http://x");
    assert!(text.contains("http://"), "{text}");
}

#[tokio::test]
async fn a_server_starts_says_where_answers_and_stops() {
    let folder = TempDir::new().unwrap();
    let mut server = Program::serve(&sqlite(folder.path()), &[]);
    let link = server.next_line();
    let code = server.next_line();
    let code = code.trim().rsplit(' ').next().unwrap();
    assert!(
        link.trim()
            .ends_with(&format!("{}/setup?code={code}", server.address)),
        "{link}"
    );
    let mut client = server.client();
    let page = client.get(&format!("/setup?code={code}")).await.unwrap();
    assert_eq!(
        page.hidden("code").as_deref(),
        Some(code),
        "the link fills the code in"
    );
    assert_eq!(client.get("/health/live").await.unwrap().body, "live\n");
    assert_eq!(client.get("/health/ready").await.unwrap().body, "ready\n");
    let metrics = client.get("/metrics").await.unwrap();
    assert_eq!(metrics.status, 200);
    for name in [
        "forecourt_http_requests_total{status=\"2xx\"} 3",
        "forecourt_sessions 0",
        "forecourt_snapshot_revision 0",
    ] {
        assert!(metrics.body.contains(name), "{}", metrics.body);
    }
    assert!(server.stop().success());
    // The log is folded into the file at the end.
    assert!(!folder.path().join("forecourt.db-wal").exists());
}

#[tokio::test]
async fn a_command_reaches_a_server_that_runs() {
    let folder = TempDir::new().unwrap();
    let url = sqlite(folder.path());
    let server = Program::serve(&url, &[]);
    let mut client = server.client();
    initialize(&url, folder.path());
    // Until the server has noticed, sign-in leads to the first set-up.
    until("the server notices", async || {
        (client.get("/sign-in").await.unwrap().status == 200).then_some(())
    })
    .await;
    let password = folder.path().join("password").display().to_string();
    let mut arguments = vec![
        "admin",
        "create",
        "--database-url",
        &url,
        "--password-file",
        &password,
    ];
    arguments.extend(["--email", "ben@aldergrove.example", "--role", "help_desk"]);
    let output = run(&arguments);
    assert_eq!(
        text_of_success(output),
        "ben@aldergrove.example can sign in as Help desk.\n"
    );
    sign_in(&mut client, "ben@aldergrove.example").await;
    let text = complaint(&arguments);
    assert!(
        text.contains("ben@aldergrove.example") || text.contains("already"),
        "{text}"
    );
}

#[test]
fn explaining_needs_people_and_says_so() {
    let folder = TempDir::new().unwrap();
    let url = sqlite(folder.path());
    initialize(&url, folder.path());
    let text = complaint(&[
        "explain",
        "--database-url",
        &url,
        "--from",
        "pat@outlook.example",
        "--to",
        "nobody@aldergrove.example",
        "--action",
        "start_chat",
        "--json",
    ]);
    assert!(text.contains("nobody@aldergrove.example"), "{text}");
}

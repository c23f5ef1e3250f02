//! PostgreSQL on another machine: what is said to it, and to whom.

use crate::program::{EMAIL, Program, command, complaint, initialize, run, sign_in};
use forecourt_testkit::{Binaries, Cluster, Options, TempDir, certificate, fresh_database};
use std::fs::Permissions;
use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Command, Stdio};

fn doctor(url: &str) -> String {
    let output = run(&["doctor", "--database-url", url, "--listen", "127.0.0.1:0"]);
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_database_shows_who_it_is_before_anything_is_said_to_it() {
    let options = Options {
        tls: true,
        ..Options::default()
    };
    let cluster = Cluster::start(&Binaries::find().unwrap(), options).unwrap();
    let folder = TempDir::new().unwrap();
    let url = cluster.url();
    // The same machine by an address that does not show it.
    let afar = format!("{url}?host=::ffff:127.0.0.1");
    let report = doctor(&afar);
    assert!(
        report.contains("note   encryption     TLS, but") && report.contains("sslmode=verify-full"),
        "{report}"
    );
    let report = doctor(&format!("{afar}&sslmode=disable"));
    assert!(report.contains("note   encryption     none"), "{report}");
    let checked = format!(
        "{url}?sslmode=verify-full&sslrootcert={}&password=not-shown",
        certificate("authority.pem").display()
    );
    initialize(&checked, folder.path());
    let report = doctor(&checked);
    assert!(report.contains("ok     encryption     TLS, and"), "{report}");
    assert!(!report.contains("not-shown"), "{report}");
    let report = doctor(&format!("{url}?sslmode=disable"));
    assert!(report.contains("ok     encryption     not needed"), "{report}");
    let program = Program::serve(&checked, &[]);
    sign_in(&mut program.client(), EMAIL).await;
    assert!(program.stop().success());
    let untrusted = format!("{url}?sslmode=verify-full&password=not-shown");
    let text = complaint(&["serve", "--database-url", &untrusted]);
    assert!(
        text.contains("over TLS") && text.contains("`sslrootcert`") && !text.contains("not-shown"),
        "{text}"
    );
}

#[test]
fn a_wrong_letter_in_a_variable_takes_no_protection_away() {
    let mut command = command(&["doctor", "--database-url", "postgres://f@db.invalid/f"]);
    let output = command.env("PGSSLMODE", "verify-ful").output().unwrap();
    let report = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1), "{report}");
    assert!(
        report.contains("`PGSSLMODE`") && report.contains("write one of disable"),
        "{report}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_password_file_holds_is_not_logged() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("pgpass");
    std::fs::write(&file, "not-shown\n").unwrap();
    std::fs::set_permissions(&file, Permissions::from_mode(0o600)).unwrap();
    let url = fresh_database().await;
    let words = ["serve", "--database-url", &url, "--listen", "127.0.0.1:0"];
    let mut command = command(&words);
    command
        .env("PGPASSFILE", &file)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let process = child.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-TERM", &process])
            .status()
            .unwrap()
            .success()
    );
    let output = child.wait_with_output().unwrap();
    let log = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success() && line.contains("http://"), "{line}{log}");
    assert!(!log.contains("not-shown"), "{log}");
}

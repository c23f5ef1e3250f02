//! PostgreSQL on another machine: what is said to it, and to whom.

use crate::program::{EMAIL, Program, command, complaint, initialize, run, sign_in};
use forecourt_testkit::{Binaries, Cluster, Options, TempDir, certificate, fresh_database};
use std::fs::{File, Permissions};
use std::os::unix::fs::PermissionsExt as _;

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
    let log = folder.path().join("log");
    let mut command = command(&["serve", "--database-url", &url, "--listen", "127.0.0.1:0"]);
    command
        .env("PGPASSFILE", &file)
        .stderr(File::create(&log).unwrap());
    assert!(Program::spawn(command).stop().success());
    let log = std::fs::read_to_string(log).unwrap();
    assert!(log.contains("stopping") && !log.contains("not-shown"), "{log}");
}

#[test]
fn a_certificate_that_a_variable_names_is_not_left_out_silently() {
    let authority = certificate("authority.pem");
    let said = |address: &str| {
        let mut command = command(&["doctor", "--database-url", address]);
        let output = command.env("PGSSLROOTCERT", &authority).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let report = said("postgres://f@db.invalid/f");
    assert!(
        report.contains("the variable `PGSSLROOTCERT` is only looked at with `sslmode=verify-full`"),
        "{report}"
    );
    // For other ways than this.
    let report = said("postgres://f@db.invalid/f?host=/nowhere");
    assert!(
        report.contains("fault  database") && !report.contains("PGSSLROOTCERT"),
        "{report}"
    );
}

//! `forecourt assign`: what it takes and what it refuses.

use crate::program::{initialize, run};
use forecourt_testkit::TempDir;

#[test]
fn a_list_with_policies_and_an_end_go_through_the_command_line() {
    let folder = TempDir::new().unwrap();
    let url = format!("sqlite://{}", folder.path().join("forecourt.db").display());
    initialize(&url, folder.path());
    let list = folder.path().join("list.csv");
    let rows = "nobody@x.example,FederationOnly\nsomebody@x.example,Sals\n";
    std::fs::write(&list, format!("UserPrincipalName,ExternalAccessPolicy\n{rows}")).unwrap();
    let assign = |more: &[&str]| {
        let mut arguments = vec![
            "assign",
            "--database-url",
            &url,
            "--users",
            list.to_str().unwrap(),
        ];
        arguments.extend(more);
        let output = run(&arguments);
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code(), text(output.stdout), text(output.stderr))
    };
    let (code, said, complaint) = assign(&["--policy-column", "--dry-run"]);
    assert_eq!(code, Some(0), "{complaint}");
    assert!(
        said.contains("Assign the policies of a list to 0 people") && said.contains("2 not found"),
        "{said}"
    );
    let (code, _, complaint) = assign(&["--policy", "FederationOnly", "--ends", "2001-01-01"]);
    assert_eq!(code, Some(1));
    assert!(complaint.contains("This moment has passed"), "{complaint}");
    let (code, _, complaint) = assign(&["--policy", "FederationOnly", "--policy-column"]);
    assert_ne!(code, Some(0));
    assert!(complaint.contains("--policy-column"), "{complaint}");
    let (code, said, complaint) = assign(&[
        "--policy",
        "FederationOnly",
        "--ends",
        "2999-01-01T17:30Z",
        "--owner",
        "Ada",
        "--dry-run",
    ]);
    assert_eq!(code, Some(1), "{said}");
    assert!(complaint.contains("more than 10 years ahead"), "{complaint}");
}

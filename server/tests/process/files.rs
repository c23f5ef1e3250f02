//! The configuration as a file, and the compliance report, from a shell.

use crate::program::{initialize, run};
use forecourt_testkit::TempDir;

struct Shell {
    folder: TempDir,
    url: String,
}

impl Shell {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let url = format!("sqlite://{}", folder.path().join("forecourt.db").display());
        initialize(&url, folder.path());
        Self { folder, url }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    /// Runs a command: how it ended, what it said, what it complained about.
    fn run(&self, arguments: &[&str]) -> (Option<i32>, String, String) {
        let mut all = vec![arguments[0], "--database-url", &self.url];
        all.extend(&arguments[1..]);
        let output = run(&all);
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code(), text(output.stdout), text(output.stderr))
    }
}

#[test]
fn export_plan_and_apply_agree_and_tell_drift_by_their_end() {
    let shell = Shell::new();
    let file = shell.path("state.yaml");
    let (code, said, _) = shell.run(&["export", "-o", &file]);
    assert_eq!((code, said.as_str()), (Some(0), ""));
    let text = std::fs::read_to_string(&file).unwrap();
    let (code, printed, _) = shell.run(&["export"]);
    assert_eq!((code, &printed), (Some(0), &text));
    let (code, said, _) = shell.run(&["plan", &file]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("Everything is as the file says already."), "{said}");

    let edited = text.replace(
        "AllowTeamsConsumerInbound: true",
        "AllowTeamsConsumerInbound: false",
    ) + "# the end\n";
    std::fs::write(
        &file,
        edited.replace(
            "policies:\n",
            "policies:\n  - name: Partners\n    settings:\n      EnableTeamsConsumerInbound: false\n",
        ),
    )
    .unwrap();
    let (code, said, _) = shell.run(&["plan", &file]);
    assert_eq!(code, Some(2), "{said}");
    assert!(
        said.contains("~ AllowTeamsConsumerInbound: True -> False") && said.contains("+ policy Partners"),
        "{said}"
    );
    let (code, said, _) = shell.run(&["plan", &file, "--powershell"]);
    assert_eq!(code, Some(2));
    assert!(
        said.contains("New-CsExternalAccessPolicy -Identity 'Partners'"),
        "{said}"
    );
    let (code, said, _) = shell.run(&["apply", &file, "--reason", "Ticket 3"]);
    assert_eq!(code, Some(0));
    assert!(said.contains("Applied as change"), "{said}");
    let (code, said, _) = shell.run(&["apply", &file]);
    assert_eq!(code, Some(0));
    assert!(said.contains("Everything is as the file says already."), "{said}");
    let json = shell.path("state.json");
    assert_eq!(shell.run(&["export", "--format", "json", "-o", &json]).0, Some(0));
    assert_eq!(shell.run(&["plan", &json]).0, Some(0));
    let (code, script, _) = shell.run(&["export", "--format", "powershell"]);
    assert_eq!(code, Some(0));
    assert!(
        script.contains("-AllowTeamsConsumerInbound $false") && script.contains("'Partners'"),
        "{script}"
    );
}

#[test]
fn faults_end_with_one_whatever_they_are() {
    let shell = Shell::new();
    let file = shell.path("broken.yaml");
    for (text, words) in [
        (
            "schema: 1\nsettings:\n  AllowTeamConsumer: true\n",
            "Line 3, settings.AllowTeamConsumer",
        ),
        (
            "schema: 1\npolicies:\n- name: A\n- name: a\n",
            "Line 4, policies[2].name",
        ),
        (
            "schema: 1\nassignments:\n- person: nobody@x.example\n  policy: A\n",
            "nobody@x.example is not in the directory",
        ),
    ] {
        std::fs::write(&file, text).unwrap();
        for command in ["plan", "apply"] {
            let (code, _, complaint) = shell.run(&[command, &file]);
            assert_eq!(code, Some(1), "{complaint}");
            assert!(
                complaint.contains(words) && complaint.contains("nothing was changed"),
                "{complaint}"
            );
        }
    }
    assert_eq!(shell.run(&["plan", "/nowhere/file.yaml"]).0, Some(1));
    assert_eq!(
        shell.run(&["plan", "--no-such-flag"]).0,
        Some(1),
        "a slip is not drift"
    );
    assert_eq!(run(&["plan", "--help"]).status.code(), Some(0));
}

#[test]
fn compliance_ends_with_two_until_it_is_met() {
    let shell = Shell::new();
    let (code, said, _) = shell.run(&["compliance"]);
    assert_eq!(code, Some(2), "{said}");
    assert!(
        said.contains("MS.TEAMS.2.1v2") && said.contains("Not met"),
        "{said}"
    );
    let (code, csv, _) = shell.run(&["compliance", "--csv"]);
    assert_eq!((code, csv.lines().count()), (Some(2), 8));
    let (_, json, _) = shell.run(&["compliance", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["met"], false);
    let file = shell.path("strict.yaml");
    let text = "schema: 1\nsettings:\n  AllowTeamsConsumer: false\n  Domains: {mode: block_all, allowed: [], blocked: []}\n";
    std::fs::write(&file, text).unwrap();
    assert_eq!(shell.run(&["apply", &file]).0, Some(0));
    let (code, said, _) = shell.run(&["compliance", "--strict"]);
    assert_eq!(code, Some(0), "{said}");
    let (_, json, _) = shell.run(&["compliance", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(
        (json["met"].clone(), json["met_strictly"].clone()),
        (true.into(), true.into())
    );
}

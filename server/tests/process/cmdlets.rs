//! Cmdlets as an administrator uses them: on the command line, as a script, in the shell.

use crate::program::{command, complaint, initialize, run};
use forecourt_testkit::TempDir;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};

const OPT_OUT: &str = include_str!("../../../src/exchange/tests/data/opt-out.ps1");
const OPT_OUT_SOME: &str = include_str!("data/opt-out-some.ps1");
const PEOPLE: &str = include_str!("../../../src/exchange/tests/data/opt-out-people.csv");

struct Place {
    folder: TempDir,
    url: String,
}

impl Place {
    /// An organization without people.
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let url = format!("sqlite://{}", folder.path().join("forecourt.db").display());
        initialize(&url, folder.path());
        Self { folder, url }
    }

    /// The sample organization Contoso.
    fn contoso() -> Self {
        let place = Self::new();
        let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../src/exchange/tests/data");
        let file = |name: &str| data.join(name).display().to_string();
        let files = [
            ("--tenant", "tenant-federation-configuration.json"),
            ("--policies", "external-access-policies.json"),
            ("--users", "online-users.csv"),
            ("--groups", "groups.csv"),
            ("--group-members", "group-members.csv"),
            ("--group-assignments", "group-policy-assignments.txt"),
        ];
        let mut arguments = vec![
            "import".to_owned(),
            "--database-url".to_owned(),
            place.url.clone(),
        ];
        for (flag, name) in files {
            arguments.extend([flag.to_owned(), file(name)]);
        }
        arguments.push("--answer=tenant.AllowedDomains=allow_all".to_owned());
        let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
        text(&run(&arguments));
        place
    }

    /// One cmdlet of the command line.
    fn cmdlet(&self, words: &[&str]) -> String {
        let mut arguments = vec!["--database-url", self.url.as_str()];
        arguments.extend(words);
        text(&run(&arguments))
    }

    fn refused(&self, words: &[&str]) -> String {
        let mut arguments = vec!["--database-url", self.url.as_str()];
        arguments.extend(words);
        complaint(&arguments)
    }

    fn write(&self, name: &str, content: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    /// Runs a script in the folder of this place.
    fn script(&self, content: &str) -> Output {
        self.write("script.ps1", content);
        command(&["run", "script.ps1", "--database-url", &self.url])
            .current_dir(self.folder.path())
            .output()
            .unwrap()
    }

    fn policy(&self, identity: &str, property: &str) -> String {
        let line = format!(
            "Get-CsExternalAccessPolicy -Identity '{identity}' | Select-Object -ExpandProperty {property}"
        );
        self.cmdlet(&[&line]).trim().to_owned()
    }

    fn tenant(&self, property: &str) -> String {
        let line = format!("(Get-CsTenantFederationConfiguration).{property}");
        self.cmdlet(&[&format!("{line} | Write-Output")])
            .trim()
            .to_owned()
    }
}

fn text(output: &Output) -> String {
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn the_script_that_opts_out_runs_unchanged() {
    let place = Place::contoso();
    place.write("opt-out-people.csv", PEOPLE);
    let shown = text(&place.script(OPT_OUT));
    assert!(
        shown.contains("MC296208 opt-out") && shown.contains("Completed"),
        "{shown}"
    );
    assert_eq!(place.tenant("AllowTeamsConsumer"), "False");
    assert_eq!(place.tenant("AllowTeamsConsumerInbound"), "False");
    assert_eq!(
        place.policy("Personal chat off", "Description"),
        "MC296208 opt-out. Don't edit: ask the service desk."
    );
    assert_eq!(
        place.policy("Tag:personal CHAT off", "EnableTeamsConsumerAccess"),
        "False"
    );
    assert_eq!(
        place.policy("Personal chat off", "EnableTeamsConsumerInbound"),
        "False"
    );
    assert_eq!(
        place.policy("Personal chat off", "EnableFederationAccess"),
        "True"
    );
    let before: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(place.folder.path().join("before.json")).unwrap())
            .unwrap();
    assert_eq!(before["AllowTeamsConsumer"], true);
    assert_eq!(before["AllowedDomains"], serde_json::json!({}));

    let detail =
        "Get-CsBatchPolicyAssignmentOperation -Identity (Get-CsBatchPolicyAssignmentOperation).OperationId";
    let counts = place.cmdlet(&[&format!(
        "{detail} | ForEach-Object {{ \"$($_.OperationName)/$($_.OverallStatus)/$($_.CompletedCount)/$($_.ErrorCount)/$($_.NotStartedCount)\" }}"
    )]);
    assert_eq!(counts, "MC296208 opt-out/Completed/23/2/0\n");
    let failed = place.cmdlet(&[&format!(
        "{detail} | Select-Object -ExpandProperty UserState | Where-Object Result -ne 'Success' | ForEach-Object {{ \"$($_.Id) $($_.State) $($_.Result)\" }}"
    )]);
    assert!(
        failed.contains("joao.leitaozinho@contoso.example.com Completed User not found: the SIP address is jleitaozinho@contoso.example.com; a sign-in name that differs from it is not accepted"),
        "{failed}"
    );
    assert!(
        failed.contains("nobody.here@contoso.example.com Completed User not found\n"),
        "{failed}"
    );
    assert_eq!(failed.lines().count(), 2, "{failed}");
    let holders =
        place.cmdlet(&["(Get-CsOnlineUser -Filter {ExternalAccessPolicy -eq 'Personal chat off'}).Count"]);
    assert_eq!(holders, "21\n");
}

#[test]
fn the_script_for_a_few_runs_unchanged() {
    let place = Place::contoso();
    text(&place.script(OPT_OUT_SOME));
    assert_eq!(place.tenant("AllowTeamsConsumer"), "True");
    assert_eq!(place.tenant("AllowTeamsConsumerInbound"), "True");
    assert_eq!(place.policy("Global", "EnableTeamsConsumerAccess"), "False");
    assert_eq!(place.policy("Global", "EnableTeamsConsumerInbound"), "True");
    assert_eq!(
        place.policy("Partner liaison", "EnableTeamsConsumerInbound"),
        "False"
    );
    let groups = place.cmdlet(&[
        "Get-CsGroupPolicyAssignment -PolicyType ExternalAccessPolicy | ForEach-Object { \"$($_.Rank) $($_.GroupId) $($_.PolicyName)\" }",
    ]);
    assert_eq!(
        groups.lines().collect::<Vec<_>>(),
        [
            "1 76273d05-84c0-49e4-a60c-209426ab3096 NoPersonalChat",
            "2 1554bfa3-81db-4fbc-bc3c-56de30853f41 Partner liaison",
            "3 9453b6dc-40e2-4519-a355-97775265cdbe Executive Outreach",
            "4 c49ecc3a-4277-44c3-bb26-18386d773445 Outbound only",
            "5 1787f65e-d811-4b4e-a9aa-f4a437d64f01 NoPersonalChat",
            "6 60b8567f-3685-4552-8075-9f30eee46e65 Outbound only",
        ]
    );
    let direct = place.cmdlet(&[
        "Get-CsOnlineUser -Filter {ExternalAccessPolicy -eq 'Partner liaison'} | Sort-Object UserPrincipalName | ForEach-Object { $_.UserPrincipalName }",
    ]);
    assert_eq!(
        direct.lines().collect::<Vec<_>>(),
        [
            "annelore.schaefer-grossmann@contoso.example.com",
            "arul.pandian@contoso.example.com",
            "kayalvizhi.poongundran@contoso.example.com",
            "siobhan.o'neil@contoso.example.com",
        ]
    );
    let counts = "Get-CsOnlineUser | ForEach-Object { $e = $_.EffectivePolicyAssignments; if ($e.Count -eq 0) { 'Global: Global' } \
                  else { \"$($e.policyAssignment.assignmentType): $($e.policyAssignment.displayName)\" } } | Sort-Object";
    let listed = place.cmdlet(&[counts]);
    let expected: serde_json::Value =
        serde_json::from_str(include_str!("data/scripts-expected.json")).unwrap();
    let expected = &expected["opt-out-some.ps1"]["afterwards"]["accounts_by_source_and_policy"];
    for (name, people) in expected.as_object().unwrap() {
        let found = listed
            .lines()
            .filter(|line| line.eq_ignore_ascii_case(name))
            .count();
        assert_eq!(found as u64, people.as_u64().unwrap(), "{name}");
    }
    assert_eq!(listed.lines().count(), 500);
}

#[test]
fn settings_and_policies_are_printed_as_in_the_original() {
    let place = Place::contoso();
    let printed = place.cmdlet(&["Get-CsTenantFederationConfiguration"]);
    let original = include_str!("../../../src/exchange/tests/data/tenant-federation-configuration.txt")
        .replace("\r\n", "\n");
    let bookkeeping = |line: &&str| {
        !line.starts_with("Key ") && !line.starts_with("ConfigMetadata") && !line.starts_with(' ')
    };
    assert_eq!(
        printed.lines().filter(bookkeeping).collect::<Vec<_>>(),
        original.lines().filter(bookkeeping).collect::<Vec<_>>()
    );
    let printed = place.cmdlet(&["Get-CsExternalAccessPolicy"]);
    let original =
        include_str!("../../../src/exchange/tests/data/external-access-policies.txt").replace("\r\n", "\n");
    let objects = |text: &str| -> Vec<String> {
        let mut found: Vec<_> = text.trim_matches('\n').split("\n\n").map(str::to_owned).collect();
        found.sort();
        found
    };
    assert_eq!(objects(&printed), objects(&original));
    assert!(
        printed.starts_with("\nIdentity                                          : Global\n"),
        "{printed}"
    );
    let table = place.cmdlet(&["get-csgrouppolicyassignment"]);
    assert!(
        table.starts_with("\nGroupId                              PolicyType           PolicyName"),
        "{table}"
    );
    let json: serde_json::Value =
        serde_json::from_str(&place.cmdlet(&["Get-CsTenantFederationConfiguration | ConvertTo-Json"]))
            .unwrap();
    let original: serde_json::Value = serde_json::from_str(include_str!(
        "../../../src/exchange/tests/data/tenant-federation-configuration.json"
    ))
    .unwrap();
    for (name, value) in original.as_object().unwrap() {
        if !matches!(name.as_str(), "Key" | "ConfigMetadata") {
            assert_eq!(json[name], *value, "{name}");
        }
    }
}

#[test]
fn what_a_shell_makes_of_dollar_signs_is_understood() {
    let place = Place::new();
    // bash hands over nothing for $false, true for a word, and the quotes are gone.
    place.cmdlet(&[
        "Set-CsTenantFederationConfiguration",
        "-AllowTeamsConsumer",
        "false",
    ]);
    assert_eq!(place.tenant("AllowTeamsConsumer"), "False");
    place.cmdlet(&[
        "Set-CsTenantFederationConfiguration",
        "-AllowTeamsConsumer:$true",
        "-AllowTeamsConsumerInbound",
        "$false",
    ]);
    assert_eq!(
        (
            place.tenant("AllowTeamsConsumer"),
            place.tenant("AllowTeamsConsumerInbound")
        ),
        ("True".to_owned(), "False".to_owned())
    );
    place.cmdlet(&[
        "New-CsExternalAccessPolicy",
        "-Identity",
        "It's a policy",
        "-Description",
        "One, two",
    ]);
    assert_eq!(place.policy("It''s a policy", "Description"), "One, two");
    place.cmdlet(&[
        "Set-CsTenantFederationConfiguration",
        "-AllowedDomainsAsAList",
        "a.example,b.example",
    ]);
    assert_eq!(
        place.tenant("AllowedDomains"),
        "\nAllowedDomain : {Domain=a.example, Domain=b.example}".trim()
    );
    for words in [
        vec!["Set-CsTenantFederationConfiguration", "-AllowTeamsConsumer"],
        vec!["Set-CsTenantFederationConfiguration", "-AllowTeamsConsumer:"],
        vec!["Set-CsTenantFederationConfiguration", "-AllowTeamsConsumer", ""],
    ] {
        let said = place.refused(&words);
        assert!(said.contains("bash"), "{words:?} {said}");
    }
    assert_eq!(place.tenant("AllowTeamsConsumer"), "True");
    let said = place.refused(&["Get-CsTenantFederation"]);
    assert!(said.contains("Get-CsTenantFederationConfiguration?"), "{said}");
    let said = place.refused(&["serv"]);
    assert!(said.contains("there is no command serv"), "{said}");
    // Flags of the program may stand behind a cmdlet, too.
    let shown = text(&run(&[
        "Get-CsExternalAccessPolicy",
        "Global",
        "--database-url",
        &place.url,
    ]));
    assert!(shown.contains("Global"), "{shown}");
}

#[test]
fn a_script_with_a_fault_runs_not_at_all() {
    let place = Place::new();
    let output = place.script("Set-CsTenantFederationConfiguration -AllowTeamsConsumer $false\n\nSet-CsTenantFederationConfiguration -AllowTeamsCustomer $false\n");
    assert!(!output.status.success());
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.contains("Line 3, column 37") && said.contains("-AllowTeamsConsumer?"),
        "{said}"
    );
    assert_eq!(place.tenant("AllowTeamsConsumer"), "True");
    let output = place.script(&format!("# {}", "x".repeat(1024 * 1024)));
    assert!(String::from_utf8(output.stderr).unwrap().contains("1 MB"));
    // What is found only while it runs ends it there, and says what was done.
    let output = place.script("Set-CsTenantFederationConfiguration -AllowTeamsConsumer $false\nRemove-CsExternalAccessPolicy FederationOnly\nSet-CsTenantFederationConfiguration -AllowTeamsConsumer $true");
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.contains("Line 2, column 1") && said.contains("One change before it"),
        "{said}"
    );
    assert_eq!(place.tenant("AllowTeamsConsumer"), "False");
}

#[test]
fn what_if_changes_nothing_and_everybody_is_asked_for() {
    let place = Place::contoso();
    let said = place.cmdlet(&[
        "Set-CsExternalAccessPolicy",
        "-EnableTeamsConsumerAccess",
        "$false",
        "-WhatIf",
    ]);
    assert!(
        said.contains("What if:")
            && said.contains("target \"Global\"")
            && said.contains("lose chat with personal accounts"),
        "{said}"
    );
    assert_eq!(place.policy("Global", "EnableTeamsConsumerAccess"), "True");
    let every = "Get-CsExternalAccessPolicy | Set-CsExternalAccessPolicy -EnableTeamsConsumerAccess $false";
    let said = place.refused(&[every]);
    assert!(
        said.contains("all 7 policies") && said.contains("-Confirm:$false"),
        "{said}"
    );
    let said =
        place.refused(&["Get-CsOnlineUser | Grant-CsExternalAccessPolicy -PolicyName 'Outbound only'"]);
    assert!(said.contains("500 of 500 people"), "{said}");
    let said = place.refused(&["Set-CsExternalAccessPolicy -EnableTeamsConsumerAccess $false -Confirm"]);
    assert!(said.contains("nobody can be asked"), "{said}");
    assert_eq!(place.policy("Global", "EnableTeamsConsumerAccess"), "True");
    place.cmdlet(&["Get-CsExternalAccessPolicy -Filter 'tag:O*' | Set-CsExternalAccessPolicy -EnableTeamsConsumerAccess $false"]);
    assert_eq!(
        place.policy("Outbound only", "EnableTeamsConsumerAccess"),
        "False"
    );
}

#[test]
fn the_shell_keeps_variables_and_goes_on_after_a_fault() {
    let place = Place::new();
    let mut child = command(&["shell", "--no-history", "--database-url", &place.url])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = "$p = Get-CsExternalAccessPolicy Global\nGet-Nothing\n\"$($p.Identity)!\"\nexit\n'never'\n";
    child.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success() && said.contains("Get-Nothing"), "{said}");
    let shown = String::from_utf8(output.stdout).unwrap();
    assert!(shown.contains("Global!") && !shown.contains("never"), "{shown}");
}

//! The language: what scripts mean, what is refused and where.

use crate::support::{Memory, calls, output, refusal, run_with};

#[tokio::test]
async fn names_are_known_in_any_case_and_by_their_beginning() {
    assert_eq!(
        calls("set-CSTENANTfederationconfiguration -allowteamsconsumer:$False -AllowTeamsConsumerIn $true")
            .await,
        ["Set-CsTenantFederationConfiguration AllowTeamsConsumer=False AllowTeamsConsumerInbound=True"]
    );
    assert_eq!(
        calls("Set-CsExternalAccessPolicy -EnableFed 1 -wi").await,
        ["Set-CsExternalAccessPolicy EnableFederationAccess=True WhatIf=True ?"]
    );
    assert_eq!(
        calls("Get-CsOnlineUser -OrderBy DisplayName -ea Stop").await,
        ["Get-CsOnlineUser Sort=DisplayName ErrorAction=Stop"]
    );
}

#[tokio::test]
async fn values_without_a_name_go_to_the_parameters_of_the_set() {
    assert_eq!(
        calls("Grant-CsExternalAccessPolicy kay@contoso.example.com \"Partner liaison\"").await,
        ["Grant-CsExternalAccessPolicy Identity=kay@contoso.example.com PolicyName=Partner liaison"]
    );
    assert_eq!(
        calls("Grant-CsExternalAccessPolicy Sales -Group 1554bfa3-81db-4fbc-bc3c-56de30853f41 -Rank 2").await,
        ["Grant-CsExternalAccessPolicy Group=1554bfa3-81db-4fbc-bc3c-56de30853f41 Rank=2 PolicyName=Sales"]
    );
    assert_eq!(
        calls("Grant-CsExternalAccessPolicy -PolicyName Sales -Global").await,
        ["Grant-CsExternalAccessPolicy PolicyName=Sales Global=True"]
    );
    assert_eq!(
        calls("New-CsGroupPolicyAssignment sales@x.example ExternalAccessPolicy 'A b' 3").await,
        [
            "New-CsGroupPolicyAssignment GroupId=sales@x.example PolicyType=ExternalAccessPolicy PolicyName=A b Rank=3"
        ]
    );
    // Identifiers are words, however they begin.
    for id in [
        "0e5a33b1-2222-4abc-9def-0123456789ab",
        "1e10aaaa-81db-4fbc-bc3c-56de30853f41",
        "76273d05-84c0-49e4-a60c-209426ab3096",
    ] {
        let line = format!("Get-CsUserPolicyAssignment -Identity {id}");
        assert_eq!(
            calls(&line).await,
            [format!("Get-CsUserPolicyAssignment Identity={id}")]
        );
    }
}

#[tokio::test]
async fn texts_keep_what_is_written_in_them() {
    let cases = [
        ("'Don''t $x'", "Don't $x"),
        ("\"say \"\"hi\"\" `$5`tdone\"", "say \"hi\" $5\tdone"),
        ("\"$x and $($x) and ${x}s $(1 + 2)\"", "v and v and vs 3"),
        ("\"  $x  \"", "  v  "),
        ("@'\n raw $x 'q'\n@'@\n'@", " raw $x 'q'\n@'@"),
        ("@\"\nhere $x \"q\"\n\"@", "here v \"q\""),
        ("\"$($o.Name)!\"", "n!"),
        ("\"ünï $x – “q”\"", "ünï v – “q”"),
        ("\"\"", ""),
    ];
    for (written, meant) in cases {
        let source =
            format!("$x = 'v'; $o = @{{Name='n'}}\nSet-CsExternalAccessPolicy -Description {written}");
        let expected = format!("Set-CsExternalAccessPolicy Description={meant}");
        assert_eq!(calls(&source).await, [expected], "{written}");
    }
}

#[tokio::test]
async fn remarks_and_line_breaks_go_where_powershell_lets_them() {
    let source = "<# all\n of this #>\r\n# and this\r\nSet-CsExternalAccessPolicy `\r\n  -EnableTeamsConsumerAccess $false `\r\n  -Identity 'A'  # not this\r\n";
    assert_eq!(
        calls(source).await,
        ["Set-CsExternalAccessPolicy EnableTeamsConsumerAccess=False Identity=A"]
    );
    assert_eq!(output("1,2,\n3 |\n  Select-Object -Last 1").await, "3\n");
    assert_eq!(output("\u{feff}'a'; 'b'").await, "a\nb\n");
    assert_eq!(output("").await, "");
    assert_eq!(output("# nothing\n\n").await, "");
}

#[tokio::test]
async fn lists_hashtables_and_variables_hold_what_is_put_in() {
    assert_eq!(
        calls("Set-CsTenantFederationConfiguration -BlockedDomains @{Add='a.example','b.example'; Remove=\"c.example\"}").await,
        ["Set-CsTenantFederationConfiguration BlockedDomains={[Add, …], [Remove, …]}"]
    );
    let cases = [
        ("$a = @(1, 2) + 3; $a -join '-'", "1-2-3\n"),
        ("$a = @(); $a += 'x'; $a += 'y'; $a.Count", "2\n"),
        ("$h = @{a = 1; 'b c' = 'two'}; $h.a; $h['b c']; $h.z", "1\ntwo\n"),
        ("$o = [pscustomobject]@{N = 'x'}; $o.N = 'y'; $o.n", "y\n"),
        ("$l = 'a','b','c'; $l[0]; $l[-1]; $l[9]", "a\nc\n"),
        ("@(1,2,3).Length; (Get-CsExternalAccessPolicy).Count", "3\n3\n"),
        ("$x = 5; \"$x\" + 1; $x + 1", "51\n6\n"),
        ("$null; $true; -3", "True\n-3\n"),
        ("@('a','b')[1]", "b\n"),
        (
            "$p = Get-CsExternalAccessPolicy; $p.Identity -join ';'",
            "Global;Tag:A b;Tag:C\n",
        ),
    ];
    for (source, expected) in cases {
        assert_eq!(output(source).await, expected, "{source}");
    }
}

#[tokio::test]
async fn comparisons_work_as_in_powershell() {
    let cases = [
        ("'A' -eq 'a'", "True\n"),
        ("'Tag:Sales' -like 'tag:s*'", "True\n"),
        ("'x' -notlike '?'", "False\n"),
        ("1 -lt 10 -and '2' -lt 10", "True\n"),
        ("'a' -in 'A','b'", "True\n"),
        ("'a','b' -contains 'c' -or $false", "False\n"),
        ("-not ($null -eq '')", "True\n"),
        ("!$true", "False\n"),
        ("1,2,1 -eq 1", "1\n1\n"),
        ("'False' -eq $false", "True\n"),
        ("[bool]'x'; [int]'7'; [string]7", "True\n7\n7\n"),
    ];
    for (source, expected) in cases {
        assert_eq!(output(source).await, expected, "{source}");
    }
}

#[tokio::test]
async fn conditions_and_loops_run_what_holds() {
    assert_eq!(
        output("if ($false) { 'a' } elseif (1 -eq 1) { 'b' } else { 'c' }\nforeach ($n in 1,2) { if ($n -eq 2) { \"n$n\" } }").await,
        "b\nn2\n"
    );
    assert_eq!(output("$x = if ($true) { 1 } else { 2 }\n$x").await, "1\n");
    assert_eq!(
        calls("foreach ($u in Get-CsOnlineUser) { Grant-CsExternalAccessPolicy -Identity $u.Identity -PolicyName $null }").await,
        [
            "Get-CsOnlineUser",
            "Grant-CsExternalAccessPolicy Identity=1 PolicyName=",
            "Grant-CsExternalAccessPolicy Identity=2 PolicyName="
        ]
    );
}

#[tokio::test]
async fn pipelines_hand_objects_on() {
    assert_eq!(
        calls("Get-CsExternalAccessPolicy -Filter tag:* | Where-Object {$_.EnableTeamsConsumerAccess -eq $True} | Set-CsExternalAccessPolicy -EnableFederationAccess $true").await,
        [
            "Get-CsExternalAccessPolicy Filter=tag:*",
            "Set-CsExternalAccessPolicy EnableFederationAccess=True Identity=Global",
            "Set-CsExternalAccessPolicy EnableFederationAccess=True Identity=Tag:A b"
        ]
    );
    let whole = calls("$x = New-CsExternalAccessPolicy -Identity New -InMemory; $x.EnableTeamsConsumerAccess = $false; Set-CsExternalAccessPolicy -Instance $x; $x | Set-CsExternalAccessPolicy").await;
    assert!(
        whole[1].starts_with(
            "Set-CsExternalAccessPolicy Instance=@{Identity=Tag:New; EnableTeamsConsumerAccess=False"
        ),
        "{whole:?}"
    );
    assert!(
        whole[2].starts_with("Set-CsExternalAccessPolicy Instance=@{"),
        "{whole:?}"
    );
    assert_eq!(
        calls(
            "'a@x.example', \"b@x.example\" | % { Grant-CsExternalAccessPolicy -Identity $_ -PolicyName 'S' }"
        )
        .await
        .len(),
        2
    );
    assert_eq!(
        calls("'a@x.example' | Grant-CsExternalAccessPolicy -PolicyName 'S'").await,
        ["Grant-CsExternalAccessPolicy PolicyName=S Identity=a@x.example"]
    );
    assert_eq!(
        calls(
            "$h = @{Identity='A'; EnableTeamsConsumerInbound=$false}\nSet-CsExternalAccessPolicy @h -WhatIf"
        )
        .await,
        ["Set-CsExternalAccessPolicy WhatIf=True Identity=A EnableTeamsConsumerInbound=False ?"]
    );
    assert_eq!(
        calls("Set-CsTenantFederationConfiguration -AllowedDomains (New-CsEdgeAllowList -AllowedDomain @((New-CsEdgeDomainPattern -Domain 'a.example'), (New-CsEdgeDomainPattern b.example)))").await.last().unwrap(),
        "Set-CsTenantFederationConfiguration AllowedDomains=Domain=a.example,Domain=b.example"
    );
    assert_eq!(
        calls("Get-CsOnlineUser -Filter {ExternalAccessPolicy -eq $null}").await,
        ["Get-CsOnlineUser Filter=ExternalAccessPolicy -eq $null"]
    );
}

#[tokio::test]
async fn objects_are_chosen_ordered_and_counted() {
    let cases = [
        (
            "Get-CsExternalAccessPolicy | where Identity -like tag:* | select -ExpandProperty Identity",
            "Tag:A b\nTag:C\n",
        ),
        (
            "Get-CsExternalAccessPolicy | ? EnableTeamsConsumerAccess | measure | % Count",
            "2\n",
        ),
        ("3,1,2 | sort -Descending | select -First 2", "3\n2\n"),
        ("'b','a','b' | sort -Unique", "a\nb\n"),
        (
            "Get-CsOnlineUser | sort DisplayName -Desc | % { $_.DisplayName }",
            "Ben\nAda\n",
        ),
        (
            "Get-CsOnlineUser | select @{n='Who';e={$_.DisplayName + '!'}} | ConvertTo-Csv",
            "\"Who\"\n\"Ada!\"\n\"Ben!\"\n",
        ),
        (
            "Get-CsOnlineUser | select DisplayName, Identity",
            "\nDisplayName Identity\n----------- --------\nAda         1\nBen         2\n\n",
        ),
        (
            "Get-CsOnlineUser | select -First 1 | fl",
            "\nIdentity    : 1\nDisplayName : Ada\n\n",
        ),
    ];
    for (source, expected) in cases {
        assert_eq!(output(source).await, expected, "{source}");
    }
}

#[tokio::test]
async fn files_are_read_and_written_through_the_host() {
    let mut memory = Memory::default();
    memory.files.insert(
        "p.csv".to_owned(),
        "\"Name\",\"Note\"\r\n\"a\"\"b\",\r\n\"c\nd\",\"x\"\r\n".to_owned(),
    );
    run_with(&mut memory, "$p = Import-Csv -Path p.csv\n$p.Name\n$p | Export-Csv q.csv -NoTypeInformation\n$p | ConvertTo-Json | Out-File p.json\nGet-Content q.csv | select -First 1").await.unwrap();
    assert_eq!(memory.output, "a\"b\nc\nd\n\"Name\",\"Note\"\n");
    assert_eq!(
        memory.files["q.csv"],
        "\"Name\",\"Note\"\n\"a\"\"b\",\"\"\n\"c\nd\",\"x\"\n"
    );
    assert_eq!(
        memory.files["p.json"],
        "[\n  {\n    \"Name\": \"a\\\"b\",\n    \"Note\": \"\"\n  },\n  {\n    \"Name\": \"c\\nd\",\n    \"Note\": \"x\"\n  }\n]\n"
    );
    let stopped = run_with(&mut memory, "'a'\nImport-Csv missing.csv")
        .await
        .unwrap_err();
    assert_eq!(
        stopped.to_string(),
        "Line 2, column 1: There is no file missing.csv."
    );
}

#[tokio::test]
async fn what_reaches_everybody_is_asked_for() {
    let source = "Get-CsExternalAccessPolicy | Set-CsExternalAccessPolicy -EnableTeamsConsumerAccess $false";
    let mut memory = Memory {
        reaches_everybody: true,
        ..Memory::default()
    };
    let stopped = run_with(&mut memory, source).await.unwrap_err();
    assert_eq!(stopped.fault.code, "confirmation-needed");
    assert!(stopped.fault.message.contains("-Confirm:$false"), "{stopped}");
    assert_eq!(memory.calls, ["Get-CsExternalAccessPolicy"]);
    let mut memory = Memory {
        reaches_everybody: true,
        ..Memory::default()
    };
    run_with(&mut memory, &format!("{source} -Confirm:$false"))
        .await
        .unwrap();
    assert_eq!(memory.calls.len(), 4);
    let mut memory = Memory {
        reaches_everybody: true,
        answer: Some(true),
        ..Memory::default()
    };
    run_with(&mut memory, source).await.unwrap();
    assert_eq!((memory.calls.len(), memory.questions.len()), (4, 1));
    // One alone is not a pipeline over everybody.
    let mut memory = Memory {
        reaches_everybody: true,
        ..Memory::default()
    };
    run_with(
        &mut memory,
        "Set-CsExternalAccessPolicy -EnableTeamsConsumerAccess $false",
    )
    .await
    .unwrap();
    let mut memory = Memory {
        answer: Some(false),
        ..Memory::default()
    };
    run_with(
        &mut memory,
        "Set-CsExternalAccessPolicy -EnableTeamsConsumerAccess $false -Confirm",
    )
    .await
    .unwrap();
    assert_eq!(memory.calls.len(), 1, "{:?}", memory.calls);
    assert!(memory.calls[0].ends_with('?'));
}

#[tokio::test]
async fn a_fault_ends_the_script_unless_it_is_to_be_ignored() {
    let mut memory = Memory::default();
    let source = "Set-CsExternalAccessPolicy -Description x\n  Remove-CsExternalAccessPolicy A\nSet-CsExternalAccessPolicy -Description y";
    let stopped = run_with(&mut memory, source).await.unwrap_err();
    assert_eq!(
        stopped.to_string(),
        "Line 2, column 3: It was not deleted. One change before it was made and stays; nothing after it was run."
    );
    assert_eq!(memory.calls.len(), 2);
    run_with(&mut memory, "Remove-CsExternalAccessPolicy A -ErrorAction SilentlyContinue\nRemove-CsExternalAccessPolicy A -ea Continue").await.unwrap();
    assert_eq!(memory.warnings, ["Line 2, column 1: It was not deleted."]);
}

#[test]
fn names_that_are_not_known_are_answered_with_the_nearest() {
    let text = refusal("'a'\n  Get-CsTenantFederationConfigration");
    assert!(
        text.starts_with("2:3 The term 'Get-CsTenantFederationConfigration'")
            && text.ends_with("Did you mean Get-CsTenantFederationConfiguration?"),
        "{text}"
    );
    let text = refusal("Set-CsTenantFederationConfiguration -AllowTeamsCustomer $false");
    assert!(
        text.starts_with("1:37 ") && text.contains("-AllowTeamsConsumer?"),
        "{text}"
    );
    let text = refusal("Set-CsExternalAccessPolicy -EnableTeamsConsumer $false");
    assert!(
        text.contains("is ambiguous")
            && text.contains("-EnableTeamsConsumerAccess -EnableTeamsConsumerInbound"),
        "{text}"
    );
    let text = refusal("$policy = 'x'\nGrant-CsExternalAccessPolicy -Identity a -PolicyName $polcy");
    assert!(text.starts_with("2:54 ") && text.contains("$policy?"), "{text}");
}

#[test]
fn arguments_that_do_not_fit_are_refused_before_anything_runs() {
    let cases = [
        (
            "Set-CsTenantFederationConfiguration -AllowTeamsConsumer maybe",
            "1:37 ",
            "Boolean",
        ),
        (
            "Set-CsTenantFederationConfiguration -AllowTeamsConsumer",
            "1:37 ",
            "Missing an argument for parameter 'AllowTeamsConsumer'",
        ),
        (
            "Set-CsTenantFederationConfiguration -AllowTeamsConsumer -Force",
            "1:37 ",
            "bash",
        ),
        (
            "Set-CsTenantFederationConfiguration -AllowTeamsConsumer $null",
            "1:37 ",
            "because it is null",
        ),
        (
            "Set-CsTenantFederationConfiguration -AllowedDomains 'a.example'",
            "1:37 ",
            "AllowedDomainsAsAList",
        ),
        (
            "Set-CsTenantFederationConfiguration -ExternalAccessWithTrialTenants Alowed",
            "1:37 ",
            "Did you mean Allowed?",
        ),
        (
            "New-CsExternalAccessPolicy -Description x",
            "1:1 ",
            "missing mandatory parameters: Identity",
        ),
        ("New-CsExternalAccessPolicy ''", "1:28 ", "empty string"),
        (
            "Grant-CsExternalAccessPolicy -Identity a",
            "1:1 ",
            "missing mandatory parameters: PolicyName",
        ),
        (
            "Get-CsExternalAccessPolicy -Identity A -Filter b",
            "1:1 ",
            "-Identity and -Filter do not go together",
        ),
        (
            "Grant-CsExternalAccessPolicy -Identity a -Group b -PolicyName c",
            "1:1 ",
            "Parameter set cannot be resolved",
        ),
        (
            "Grant-CsExternalAccessPolicy a b c d",
            "1:34 ",
            "positional parameter cannot be found",
        ),
        (
            "Grant-CsExternalAccessPolicy -PolicyName a -Group b -Rank first",
            "1:53 ",
            "Int32",
        ),
        (
            "Get-CsOnlineUser -Filter 'Name is x'",
            "1:18 ",
            "comparison is missing",
        ),
        ("Get-CsOnlineUser -Identity a -Identity b", "1:30 ", "twice"),
        (
            "Get-CsOnlineUser | New-CsEdgeAllowAllKnownDomains",
            "1:20 ",
            "takes nothing from a pipeline",
        ),
        (
            "Set-CsTenantFederationConfiguration -BlockedDomains @{Plus='a'} -WhatIf; Get-X",
            "1:74 ",
            "Get-X",
        ),
    ];
    for (source, place, part) in cases {
        let text = refusal(source);
        assert!(text.starts_with(place) && text.contains(part), "{source}\n{text}");
    }
}

#[test]
fn what_is_not_supported_is_refused_with_its_place() {
    let cases = [
        ("function f { 'a' }", "1:1 ", "function"),
        ("while ($true) { 'a' }", "1:1 ", "while"),
        ("try { 'a' } catch { 'b' }", "1:1 ", "try"),
        ("'a'\nGet-CsOnlineUser > x.txt", "2:", "Out-File"),
        ("$x = 'a'\n$x.Trim()", "2:1 ", "Methods"),
        ("[System.IO.File]::ReadAllText('x')", "1:1 ", ""),
        ("& 'calc.exe'", "1:1 ", "not run"),
        (".\\other.ps1", "1:1 ", "not recognized"),
        ("Invoke-Expression 'x'", "1:1 ", "not recognized"),
        ("$env:PATH", "1:1 ", "not reached"),
        ("1 * 2", "1:1 ", "not supported"),
        ("'a' -match 'b'", "1:5 ", "-match"),
        ("Get-CsOnlineUser -Identity .\\$x", "1:28 ", "double quotes"),
        ("Write-Host 'ü' (Get-Foo)", "1:17 ", "Get-Foo"),
        ("$_", "1:1 ", "inside a block"),
        ("Import-Module Az", "1:15 ", "Az"),
        ("'open", "1:1 ", "not understood"),
        ("Get-CsOnlineUser | Where-Object { $_.A -eq 1", "1:", ""),
    ];
    for (source, place, part) in cases {
        let text = refusal(source);
        assert!(text.starts_with(place) && text.contains(part), "{source}\n{text}");
    }
    let many = refusal("Get-A\n'fine'\nGet-B");
    assert_eq!(many.lines().count(), 2, "{many}");
    let large = refusal(&"# x\n".repeat(400_000));
    assert!(large.contains("1 MB"), "{large}");
    let deep = format!("{}1{}", "(".repeat(400), ")".repeat(400));
    assert!(refusal(&deep).contains("deep"), "too deep");
}

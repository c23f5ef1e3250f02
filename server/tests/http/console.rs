//! The console page, and running what pages show as PowerShell.

use crate::contoso::{EXPECTED, contoso, person, policy};
use crate::support::{Client, Page, TestServer};
use forecourt_model::PolicyId;
use forecourt_model::authority::Role;
use forecourt_service::organization::describe::organization_values;

async fn type_in(client: &Client, script: &str) -> Page {
    client.post("/console", &[("script", script)]).await
}

/// What the console has printed, as it is.
fn output(page: &Page) -> String {
    let document = page.html();
    let selector = scraper::Selector::parse("#output").unwrap();
    let found = document.select(&selector).next();
    found.map(|element| element.text().collect()).unwrap_or_default()
}

/// What the question on a page shows as PowerShell.
fn shown(page: &Page) -> String {
    page.shown_as("PowerShell", "dialog").join("\n")
}

#[tokio::test]
async fn what_is_typed_is_run_in_the_name_of_who_is_signed_in() {
    let server = TestServer::start().await;
    let client = server.sign_in(Role::TeamsAdministrator).await;
    let page = client.get("/console").await;
    assert!(
        page.status == 200 && page.has("textarea[name=script]"),
        "{}",
        page.body
    );
    let page = type_in(&client, "Set-CsTenantFederationConfiguration -AllowTeamsConsumer $false\r\nGet-CsExternalAccessPolicy Global | fl Identity").await;
    assert_eq!(
        (page.status, output(&page).as_str()),
        (200, "\nIdentity : Global\n\n"),
        "{}",
        page.body
    );
    assert!(
        !server
            .services()
            .snapshot()
            .unwrap()
            .settings
            .allow_teams_consumer
    );
    let activity = client.get("/activity").await;
    assert!(
        activity.body.contains("Teams Administrator 1"),
        "{}",
        activity.body
    );
    let quiet = type_in(&client, "Get-CsOnlineUser").await;
    assert!(output(&quiet).contains("Nothing was printed"));
    // What is printed is text, whatever is in it.
    let page = type_in(&client, "'<b>bold</b>'").await;
    assert_eq!(output(&page), "<b>bold</b>\n");
    assert!(!page.has("#output b"));
}

#[tokio::test]
async fn what_is_not_understood_is_not_run_and_comes_back() {
    let server = TestServer::start().await;
    let client = server.sign_in(Role::GlobalAdministrator).await;
    let script = "Set-CsTenantFederationConfiguration -AllowTeamsConsumer $false\nGet-Nothing";
    let page = type_in(&client, script).await;
    assert_eq!(page.status, 422);
    let said = page.messages().join(" ");
    assert!(
        said.contains("Nothing was run.") && said.contains("Line 2, column 1"),
        "{said}"
    );
    assert!(page.text("textarea").contains("Get-Nothing"));
    assert!(
        server
            .services()
            .snapshot()
            .unwrap()
            .settings
            .allow_teams_consumer
    );
    let page = type_in(&client, "'a'\nImport-Csv /etc/passwd").await;
    assert!(
        page.status == 422 && page.messages().join(" ").contains("Files are not reached"),
        "{}",
        page.body
    );
    assert_eq!(output(&page), "a\n");
    let page = type_in(
        &client,
        "Get-CsExternalAccessPolicy | Remove-CsExternalAccessPolicy",
    )
    .await;
    assert!(
        page.messages().join(" ").contains("-Confirm:$false"),
        "{}",
        page.body
    );
    let page = type_in(&client, "$l = 1,2,3,4,5,6,7,8,9,10\nforeach ($a in $l) { foreach ($b in $l) { foreach ($c in $l) { foreach ($d in $l) { foreach ($e in $l) { foreach ($f in $l) { $x = 1 } } } } } }").await;
    assert!(
        page.messages().join(" ").contains("too many steps"),
        "{}",
        page.body
    );
}

#[tokio::test]
async fn roles_may_do_in_the_console_what_they_may_do_on_pages() {
    let server = TestServer::start().await;
    for role in [Role::GlobalReader, Role::HelpDesk] {
        let client = server.sign_in(role).await;
        let page = type_in(
            &client,
            "Get-CsTenantFederationConfiguration | Select-Object -ExpandProperty AllowTeamsConsumer",
        )
        .await;
        assert_eq!(output(&page), "True\n");
        for line in [
            "Set-CsTenantFederationConfiguration -AllowTeamsConsumer $false",
            "Set-CsExternalAccessPolicy -EnableTeamsConsumerAccess $false",
            "New-CsExternalAccessPolicy X",
            "Remove-CsExternalAccessPolicy Global",
        ] {
            let page = type_in(&client, line).await;
            let said = page.messages().join(" ");
            assert!(
                page.status == 403 && said.contains("[Forbidden] : Access Denied"),
                "{line}: {said}"
            );
        }
    }
    assert!(
        server
            .services()
            .snapshot()
            .unwrap()
            .settings
            .allow_teams_consumer
    );
}

#[tokio::test]
async fn faults_read_as_in_the_original() {
    let server = contoso().await;
    let client = server.sign_in(Role::TeamsAdministrator).await;
    let cases = [
        (
            "Grant-CsExternalAccessPolicy -Identity arul.pandian@contoso.example.com -PolicyName 'Idont exist'",
            "[ClientError] : \"Idont exist\" not found",
        ),
        (
            "New-CsBatchPolicyAssignmentOperation -PolicyType ExternalAccessPolicy -PolicyName 'X' -Identity 'a@x.example'",
            "Provided policy name is not valid",
        ),
        (
            "Set-CsTenantFederationConfiguration -AllowedDomains (New-CsEdgeAllowAllKnownDomains) -AllowedDomainsAsAList 'a.example'",
            "Do not specify both 'AllowedDomains' and 'AllowedDomainsAsAList'. Choose one of them to modify allowed domains.",
        ),
        (
            "New-CsExternalAccessPolicy Global",
            "Global is the organization-wide default",
        ),
        ("New-CsExternalAccessPolicy 'outbound ONLY'", "Outbound only"),
        (
            "Set-CsExternalAccessPolicy FederationOnly -EnableTeamsConsumerAccess $false",
            "built",
        ),
        ("Remove-CsExternalAccessPolicy 'Outbound only'", "was not deleted"),
        (
            "Grant-CsExternalAccessPolicy -Identity nobody@x.example -PolicyName $null",
            "not found",
        ),
        (
            "New-CsGroupPolicyAssignment -GroupId a -PolicyType TeamsMeetingPolicy -PolicyName b",
            "not kept here",
        ),
        ("Get-CsOnlineUser -Filter {Shoe -eq 'x'}", "no property Shoe"),
        (
            "Set-CsTenantFederationConfiguration -BlockedDomains 'http://x'",
            "web address",
        ),
    ];
    for (line, part) in cases {
        let page = type_in(&client, line).await;
        let said = page.messages().join(" ");
        assert!(page.status == 422 && said.contains(part), "{line}: {said}");
    }
}

#[tokio::test]
async fn people_are_found_by_filters() {
    let server = contoso().await;
    let client = server.sign_in(Role::HelpDesk).await;
    let cases = [
        ("(Get-CsOnlineUser).Count", "500"),
        ("(Get-CsOnlineUser -ResultSize 7).Count", "7"),
        (
            "(Get-CsOnlineUser -Filter {ExternalAccessPolicy -eq 'NoPersonalChat'}).Count",
            "27",
        ),
        (
            "(Get-CsOnlineUser -Filter \"ExternalAccessPolicy -eq 'Tag:NoPersonalChat'\").Count",
            "27",
        ),
        (
            "(Get-CsOnlineUser | Where-Object { $_.ExternalAccessPolicy -eq 'NoPersonalChat' }).Count",
            "27",
        ),
        (
            "(Get-CsOnlineUser -Filter {ExternalAccessPolicy -eq $null}).Count + (Get-CsOnlineUser -Filter {ExternalAccessPolicy -ne $null}).Count",
            "500",
        ),
        (
            "(Get-CsOnlineUser -Filter {DisplayName -eq 'Maria Garcia'}).Count",
            "2",
        ),
        (
            "(Get-CsOnlineUser -Filter {UserPrincipalName -like 'arul.p*' -and AccountEnabled -eq $true}).UserPrincipalName",
            "arul.pandian@contoso.example.com",
        ),
        (
            "(Get-CsOnlineUser -Identity 'siobhan.o''neil@contoso.example.com').UserPrincipalName",
            "siobhan.o'neil@contoso.example.com",
        ),
        (
            "(Get-CsOnlineUser -Filter {ExternalAccessPolicy -eq 'NoPersonalChat' -or ExternalAccessPolicy -eq 'Outbound only'} -ResultSize 60).Count",
            "55",
        ),
    ];
    for (line, expected) in cases {
        let page = type_in(&client, line).await;
        assert_eq!(output(&page).trim(), expected, "{line}: {:?}", page.messages());
    }
}

#[tokio::test]
async fn settings_shown_as_powershell_are_the_same_change() {
    let server = TestServer::start().await;
    let client = server.sign_in(Role::TeamsAdministrator).await;
    let services = server.services();
    let before = services.snapshot().unwrap().settings.clone();
    let mut wanted = before.clone();
    wanted.allow_teams_consumer = false;
    wanted.block_external_access_user_access = true;
    wanted.enable_acs_users = true;
    wanted.blocked_users =
        vec![forecourt_model::settings::BlockedPerson::parse("mallory@x.example").unwrap()];
    wanted.domains.mode = forecourt_model::settings::DomainMode::AllowSpecific;
    wanted.domains.allowed = vec![forecourt_model::DomainName::parse("b\u{fc}cher.example").unwrap()];
    let mut steps = vec![wanted.clone()];
    let mut closed = wanted.clone();
    closed.domains.mode = forecourt_model::settings::DomainMode::BlockAllExceptByPolicy;
    steps.push(closed);
    let mut off = wanted.clone();
    off.domains.mode = forecourt_model::settings::DomainMode::BlockAll;
    steps.push(off);
    let mut some = wanted.clone();
    some.domains.mode = forecourt_model::settings::DomainMode::BlockSpecific;
    some.domains.blocked = vec![forecourt_model::DomainName::parse("c.example").unwrap()];
    some.allow_teams_consumer = true;
    steps.push(some);
    steps.push(before);
    for wanted in steps {
        let now = services.snapshot().unwrap().settings.clone();
        let script = forecourt_exchange::powershell::set_tenant(&now, &wanted);
        let page = type_in(&client, &script).await;
        assert_eq!(page.status, 200, "{script}\n{:?}", page.messages());
        let found = services.snapshot().unwrap().settings.clone();
        assert_eq!(
            organization_values(&found),
            organization_values(&wanted),
            "{script}"
        );
    }
}

#[tokio::test]
async fn a_policy_shown_as_powershell_is_the_same_change() {
    let server = contoso().await;
    let client = server.sign_in(Role::TeamsAdministrator).await;
    let here = "/external-access/policies/Global";
    // A switch that was shown and is not ticked, and one that is.
    let off = ("EnableTeamsConsumerAccess.shown", "1");
    let chats = ("FederatedBilateralChats", "on");
    let revision = client.get(here).await.value("revision").unwrap();
    let asked = client.post(here, &[("revision", &revision), off, chats]).await;
    let script = shown(&asked);
    assert_eq!(
        script,
        "Set-CsExternalAccessPolicy -Identity Global -EnableTeamsConsumerAccess $false -FederatedBilateralChats $true"
    );
    let page = type_in(&client, &script).await;
    assert_eq!(page.status, 200, "{script} {:?}", page.messages());
    // The same form finds nothing left to change.
    let revision = client.get(here).await.value("revision").unwrap();
    let again = client.post(here, &[("revision", &revision), off, chats]).await;
    assert_eq!(again.status, 303, "{}", again.body);
    let toast = client.get(&again.location().unwrap()).await.toast();
    assert!(toast.contains("was not changed"), "{toast}");
    let reset = client
        .post(
            "/external-access/policies",
            &[("do", "reset"), ("policy", "Global")],
        )
        .await;
    assert_eq!(shown(&reset), "Remove-CsExternalAccessPolicy -Identity Global");
    type_in(&client, &shown(&reset)).await;
    let snapshot = server.services().snapshot().unwrap();
    assert!(
        snapshot
            .policy(PolicyId::GLOBAL)
            .unwrap()
            .settings
            .enable_teams_consumer_access
    );
}

/// Two people without a direct assignment who may chat both ways.
fn two_on_global() -> Vec<String> {
    let mut reader = csv::Reader::from_reader(EXPECTED.as_bytes());
    let columns = reader.headers().unwrap().clone();
    let at = |name: &str| columns.iter().position(|column| column == name).unwrap();
    let (who, source, chat) = (
        at("UserPrincipalName"),
        at("Source"),
        at("CanStartWithPersonalAccounts"),
    );
    let rows = reader.records().map(Result::unwrap);
    let fitting = rows
        .filter(|row| row[source].eq_ignore_ascii_case("global") && row[chat].eq_ignore_ascii_case("true"));
    fitting.take(2).map(|row| row[who].to_owned()).collect()
}

#[tokio::test]
async fn assignments_shown_as_powershell_are_the_same_change() {
    let server = contoso().await;
    let client = server.sign_in(Role::TeamsAdministrator).await;
    let off = policy(&server, "NoPersonalChat").to_string();
    let names = two_on_global();
    let one = person(&server, &names[0]).await;
    let here = format!("/users/{one}");
    let revision = client.get(&here).await.value("revision").unwrap();
    let asked = client
        .post(
            &here,
            &[("revision", &revision), ("policy", &off), ("do", "assign")],
        )
        .await;
    let script = shown(&asked);
    let name = names[0].replace('\'', "''");
    assert_eq!(
        script,
        format!("Grant-CsExternalAccessPolicy -Identity '{name}' -PolicyName 'NoPersonalChat'")
    );
    let page = type_in(&client, &script).await;
    assert_eq!(page.status, 200, "{:?}", page.messages());
    let found = type_in(
        &client,
        &format!("(Get-CsOnlineUser {one}).ExternalAccessPolicy.Name"),
    )
    .await;
    assert_eq!(output(&found).trim(), "NoPersonalChat");

    let two = person(&server, &names[1]).await;
    let asked = client
        .post(
            "/users",
            &[("do", "assign"), ("policy", &off), ("user", &two.to_string())],
        )
        .await;
    let script = shown(&asked);
    assert_eq!(
        script,
        format!(
            "New-CsBatchPolicyAssignmentOperation -PolicyType ExternalAccessPolicy -PolicyName 'NoPersonalChat' -Identity @('{two}')"
        )
    );
    let page = type_in(&client, &script).await;
    let id = output(&page).trim().to_owned();
    forecourt_service::operation::run_to_end(
        server.services(),
        &server.context(),
        id.parse().unwrap(),
        &|_| (),
    )
    .await
    .unwrap();
    let found = type_in(&client, &format!("(Get-CsOnlineUser {two}).ExternalAccessPolicy.Name\n(Get-CsBatchPolicyAssignmentOperation -OperationId {id}).UserState.Result")).await;
    assert_eq!(output(&found), "NoPersonalChat\nSuccess\n");
}

#[tokio::test]
async fn a_script_that_is_too_long_for_the_page_is_not_run() {
    let server = TestServer::start().await;
    let client = server.sign_in(Role::GlobalAdministrator).await;
    let script = format!("'run' # {}", "x".repeat(64 * 1024));
    let page = type_in(&client, &script).await;
    let said = page.messages().join(" ");
    assert!(
        page.status == 422 && said.contains("Nothing was run.") && said.contains("at most 64 KB"),
        "{said}"
    );
    assert!(page.text("textarea").contains("'run'"));
}

#[tokio::test]
async fn a_block_that_runs_itself_and_a_text_that_grows_end_the_script_only() {
    let server = TestServer::start().await;
    let client = server.sign_in(Role::HelpDesk).await;
    let ten = "0,1,2,3,4,5,6,7,8,9";
    let cases = [
        (
            "$b = 1; $b = { Get-CsExternalAccessPolicy Global | ForEach-Object -Process $b }; 1 | ForEach-Object -Process $b".to_owned(),
            "more than 32 deep",
        ),
        (
            format!("$l = {ten}; $a = 'x'\nforeach ($i in $l) {{ foreach ($j in $l) {{ $a = \"$a$a\" }} }}"),
            "too long",
        ),
        (
            format!("$l = {ten}; $a = 1\nforeach ($i in $l) {{ foreach ($j in $l) {{ $a = @(,$a) }} }}"),
            "32 deep",
        ),
        (
            format!("$l = {ten}; $a = 1,2\nforeach ($i in $l) {{ foreach ($j in $l) {{ $a += $a }} }}"),
            "larger than 64 MB",
        ),
    ];
    for (script, part) in cases {
        let page = type_in(&client, &script).await;
        let said = page.messages().join(" ");
        assert!(page.status == 422 && said.contains(part), "{script}: {said}");
    }
}

/// A script that changes what `change` says and goes on for long.
fn long(change: &str) -> String {
    let ten = "0,1,2,3,4,5,6,7,8,9";
    format!(
        "{change}\n$l = {ten}\nforeach ($a in $l) {{ foreach ($b in $l) {{ foreach ($c in $l) {{ foreach ($d in $l) {{ \
         $p = Get-CsExternalAccessPolicy }} }} }} }}\n'end'"
    )
}

#[tokio::test]
async fn long_scripts_end_in_time_and_only_two_run_at_once() {
    let server = TestServer::start().await;
    let client = server.sign_in(Role::GlobalAdministrator).await;
    let one = long("Set-CsTenantFederationConfiguration -AllowTeamsConsumer $false");
    let other = long("Set-CsTeamsAcsFederationConfiguration -EnableAcsUsers $true");
    let settings = || server.services().snapshot().unwrap().settings.clone();
    let before = settings();
    let first = type_in(&client, &one);
    // Changes that begin from one state exclude each other, so the second script starts after the first has changed it.
    let second = async {
        while settings().allow_teams_consumer {
            tokio::task::yield_now().await;
        }
        type_in(&client, &other).await
    };
    let looking = async {
        while settings().enable_acs_users == before.enable_acs_users {
            tokio::task::yield_now().await;
        }
        let third = type_in(&client, "'third'").await;
        server.clock.advance(time::Duration::seconds(51));
        third
    };
    let (one, other, third) = tokio::join!(first, second, looking);
    let said = third.messages().join(" ");
    assert!(
        third.status == 503 && said.contains("Nothing was run.") && said.contains("2 scripts at once"),
        "{said}"
    );
    assert!(third.text("textarea").contains("'third'"));
    for page in [one, other] {
        let said = page.messages().join(" ");
        assert!(
            page.status == 422
                && said.contains("takes too long")
                && said.contains("One change before it was made and stays"),
            "{said}"
        );
    }
    // The places are free again.
    let page = type_in(&client, "'fourth'").await;
    assert_eq!(output(&page), "fourth\n");
}

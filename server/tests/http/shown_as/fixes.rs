//! What Review puts right.

use super::support::{Door, Ways, by_powershell, by_rest};
use crate::contoso::policy;
use crate::support::TestServer;
use forecourt_model::PersonId;
use forecourt_model::settings::SettingKey;
use forecourt_service::group;
use forecourt_service::hygiene::{Finding, FindingKind, Fix, Place, Repair, findings};
use forecourt_service::import::{Sources, apply};
use serde_json::json;
use std::collections::BTreeSet;
use uuid::Uuid;

impl Ways {
    /// Puts one finding right on the page, with what the page shows as REST, and with what it shows as PowerShell.
    async fn put_right(&self, finding: &Finding) {
        let [form, rest, cmdlets] = &self.0;
        let path = format!("/review/fix?what={}", finding.fix.code());
        let press = async |door: &Door| {
            let expected = door.client.get(&path).await.value("expected").unwrap();
            let fields = [("expected", expected.as_str()), ("acknowledge", "on")];
            let done = door.client.post(&path, &fields).await;
            assert_eq!(done.status, 303, "{finding:?}: {:?}", done.messages());
        };
        let before = form.state().await;
        press(form).await;
        let after = form.state().await;
        assert_ne!(before, after, "{finding:?}");
        let shown = rest.client.get(&path).await.shown_as("REST", "main").concat();
        by_rest(rest, &shown).await;
        assert_eq!(rest.state().await, after, "{finding:?}\n{shown}");
        let shown = cmdlets
            .client
            .get(&path)
            .await
            .shown_as("PowerShell", "main")
            .concat();
        // No cmdlet sees a list of the organization that is stored and not in use.
        if shown.is_empty() {
            let is_stored_list = match finding.fix {
                Fix::Edit(Place::Organization, Repair::Clear(key)) => key == SettingKey::AllowedDomains,
                Fix::Edit(Place::Organization, repair) => repair == Repair::OneList,
                _ => false,
            };
            assert!(is_stored_list, "{finding:?}");
            press(cmdlets).await;
        } else {
            by_powershell(cmdlets, &shown).await;
        }
        assert_eq!(cmdlets.state().await, after, "{finding:?}\n{shown}");
    }

    /// Puts right what there is, and notes what it was.
    async fn put_all_right(&self, kinds: &mut BTreeSet<FindingKind>) {
        let (server, mut seen) = (&self.0[0].server, Vec::new());
        loop {
            let found = findings(server.services(), &server.context()).await.unwrap();
            // The least pressing first: what repeats a list is found only while the list is as it is.
            let Some(next) = found.list.iter().rev().find(|next| !seen.contains(&next.fix)) else {
                break;
            };
            seen.push(next.fix);
            kinds.insert(next.kind);
            self.put_right(next).await;
        }
    }
}

/// Stores lists that contradict each other, as no form takes them.
async fn contradict(server: &TestServer) {
    let services = server.services();
    let (mut settings, revision) = {
        let snapshot = services.snapshot().unwrap();
        (snapshot.settings.clone(), snapshot.settings_revision)
    };
    settings.domains.allowed = settings.domains.blocked.clone();
    let mut transaction = services.database().begin().await.unwrap();
    let (tenant, now) = (services.tenant(), server.context().now);
    forecourt_store::settings::save(&mut transaction.connection(), tenant, &settings, revision, now)
        .await
        .unwrap();
    transaction.commit().await.unwrap();
}

#[tokio::test]
async fn fixes_of_review() {
    let ways = Ways::open().await;
    let [plain, member, direct, last] = ways.0[0].people;
    let gamma = ways.0[0].groups[2].clone();
    let own = json!({
        "name": "Own list",
        "communication_with_external_orgs": "BlockSpecificExternalDomains",
        "blocked_external_domains": ["evil.example", "mail.evil.example"],
        "federated_bilateral_chats": true,
    });
    let idle = json!({ "name": "It's idle", "enable_outside_access": false });
    let twin =
        json!({ "name": "Twin", "enable_teams_consumer_inbound": false, "enable_federation_access": false });
    let double = json!({ "name": "Double", "enable_teams_consumer_inbound": false, "enable_federation_access": false });
    for policy in [own, idle, twin, double] {
        ways.prepare("POST", "/api/v1/policies", Some(policy)).await;
    }
    for (person, policy) in [
        (plain, "Own list"),
        (member, "FederationAndPICDefault"),
        (direct, "Outbound only"),
        (last, "Twin"),
    ] {
        let path = format!("/api/v1/users/{person}/assignment");
        ways.prepare("PUT", &path, Some(json!({ "policy": policy })))
            .await;
    }
    // Alpha's people have more than Beta's policy, so it reaches nobody; Gamma's gives the double to nobody.
    let gone = json!({ "people": [member.0, direct.0, last.0] });
    ways.prepare(
        "POST",
        &format!("/api/v1/groups/{gamma}/members/remove"),
        Some(gone),
    )
    .await;
    let double = json!({ "policy": "Double" });
    ways.prepare("PUT", &format!("/api/v1/groups/{gamma}/policy"), Some(double))
        .await;
    let stored = json!({
        "allow_teams_consumer": false,
        "allow_teams_consumer_inbound": true,
        "domain_mode": "block_specific",
        "allowed_domains": ["good.example"],
        "blocked_domains": ["evil.example", "mail.evil.example"],
        "block_all_subdomains": true,
    });
    ways.prepare("PATCH", "/api/v1/settings", Some(stored)).await;
    let closed = json!({ "enable_teams_consumer_inbound": false });
    ways.prepare("PATCH", "/api/v1/policies/Global", Some(closed))
        .await;
    let mut kinds = BTreeSet::new();
    ways.put_all_right(&mut kinds).await;
    for door in &ways.0 {
        contradict(&door.server).await;
    }
    // What was stored beside the servers counts for them once a policy comes.
    let unrelated = json!({ "name": "Unrelated", "enable_outside_access": false });
    ways.prepare("POST", "/api/v1/policies", Some(unrelated)).await;
    let server = &ways.0[0].server;
    let found = findings(server.services(), &server.context()).await.unwrap();
    let mut contradictions = found.list.iter();
    let contradiction = contradictions.find(|next| next.kind == FindingKind::DomainInBothLists);
    ways.put_right(contradiction.unwrap()).await;
    kinds.insert(FindingKind::DomainInBothLists);
    assert_eq!(kinds, FindingKind::ALL.into_iter().collect());
}

#[tokio::test]
async fn fixes_for_more_people_than_a_command_names() {
    let doors = [Door::open().await, Door::open().await];
    let mut list =
        String::from("UserPrincipalName,DisplayName,Identity,AccountEnabled,ExternalAccessPolicy\n");
    let stranger = |number: u128| PersonId(Uuid::from_u128(0x5000 + number));
    for number in 0..2_004_u128 {
        let (policy, enabled) = match number / 501 {
            0 => ("Double", "True"),
            1 => ("Twin", "False"),
            2 => ("FederationAndPICDefault", "True"),
            _ => ("Twin", "True"),
        };
        let id = stranger(number);
        // People choose their names.
        let name = match number {
            1_002 => format!("Eve,{},True,", stranger(0)),
            1_003 => format!("Two\nlines,{},False,Twin", stranger(0)),
            _ => format!("N, {number}"),
        };
        list.push_str(&format!(
            "n{number}@contoso.example,\"{name}\",{id},{enabled},{policy}\n"
        ));
    }
    for door in &doors {
        let twins = ["Twin", "Double"].map(
            |name| json!({ "name": name, "federated_bilateral_chats": true, "enable_xmpp_access": true }),
        );
        for twin in twins {
            let added = door.api.send("POST", "/api/v1/policies", &[], Some(twin)).await;
            assert_eq!(added.status, 200, "{}", added.body);
        }
        let sources = Sources {
            users: Some(list.clone()),
            ..Sources::default()
        };
        let (services, context) = (door.server.services(), door.server.context());
        apply(services, &context, &sources, None, &|_, _| ())
            .await
            .unwrap();
        let masked: Vec<_> = (1_002..1_503).map(stranger).collect();
        let group = door.groups[0].parse().unwrap();
        group::add_members(services, &context, group, &masked, None)
            .await
            .unwrap();
    }
    let [form, rest] = &doors;
    let double = policy(&form.server, "Double");
    let twin = policy(&form.server, "Twin");
    let stock = policy(&form.server, "FederationAndPICDefault");
    for fix in [Fix::Merge(double, twin), Fix::RemoveOfDisabled] {
        let path = format!("/review/fix?what={}", fix.code());
        let expected = form.client.get(&path).await.value("expected").unwrap();
        let shown = rest.client.get(&path).await.shown_as("REST", "main").concat();
        assert!(shown.contains("\"filter\""), "{shown}");
        let fields = [("expected", expected.as_str()), ("acknowledge", "on")];
        assert_eq!(form.client.post(&path, &fields).await.status, 303, "{fix:?}");
        by_rest(rest, &shown).await;
        assert_eq!(rest.state().await, form.state().await, "{fix:?}");
    }
    // Whom no filter finds is named by the file.
    let masking = Fix::RemoveMasking(stock);
    let page = form
        .client
        .get(&format!("/review/fix?what={}", masking.code()))
        .await;
    let shown = page.shown_as("REST", "main").concat();
    assert!(
        shown.starts_with("# 5") && shown.contains("too many to name them here"),
        "{shown}"
    );
    let program = shown.split("[inputs | capture(\"").nth(1).unwrap();
    let (pattern, rest) = program.split_once("\").id]}").unwrap();
    assert!(rest.starts_with("}' people.csv"), "{shown}");
    let person_of_line = regex::Regex::new(&pattern.replace("\\\"", "\"")).unwrap();
    let file = form
        .client
        .get(&format!("/review/people.csv?what={}", masking.code()))
        .await;
    let found: Vec<_> = file
        .body
        .split('\n')
        .filter_map(|line| person_of_line.captures(line))
        .map(|found| found["id"].to_owned())
        .collect();
    let mut records = csv::Reader::from_reader(file.body.as_bytes());
    let named: Vec<_> = records
        .records()
        .map(|record| record.unwrap()[2].to_owned())
        .collect();
    assert_eq!(found, named);
    for number in 1_002..1_503 {
        assert!(found.contains(&stranger(number).to_string()), "{number}");
    }
    let shown = page.shown_as("PowerShell", "main").concat();
    assert!(
        shown.contains("forecourt assign --remove --users people.csv"),
        "{shown}"
    );
}

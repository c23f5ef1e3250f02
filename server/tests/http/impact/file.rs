//! The file of everybody whom a change concerns.

use super::support::{POLICIES, everybody, lines, owned};
use crate::contoso::contoso;
use crate::policies::post;
use forecourt_model::authority::Role;

#[tokio::test]
async fn a_long_file_is_whole_and_runs_nothing() {
    let server = contoso().await;
    let client = server.sign_in(Role::HelpDesk).await;
    let fields = owned(&[("AllowTeamsConsumer", "off")]);
    let file = post(
        &client,
        "/external-access/organization-settings/impact.csv",
        &fields,
    )
    .await;
    let rows = lines(&file.body);
    let reached = everybody(&server).await;
    assert_eq!(
        rows.len(),
        reached.values().filter(|listed| listed.access.chat).count()
    );
    for row in &rows {
        assert_eq!(row.len(), 13, "{row:?}");
        for cell in row {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t']), "{cell}");
        }
    }
    assert!(
        rows.iter().any(|row| row[1].starts_with("'=")),
        "the sample has such a name"
    );
    assert!(
        everybody(&server).await.values().any(|listed| listed.access.chat),
        "asking for the file changes nothing"
    );
}

#[tokio::test]
async fn who_signs_in_again_before_a_file_comes_back_to_its_page() {
    let server = contoso().await;
    let client = server.sign_in(Role::TeamsAdministrator).await;
    for (path, page) in [
        ("/users/impact.csv", "/users"),
        (
            "/external-access/policies/Outbound%20only/impact.csv",
            "/external-access/policies/Outbound%20only",
        ),
        ("/external-access/reset-policy/impact.csv", POLICIES),
    ] {
        assert_eq!(client.get(path).await.location().as_deref(), Some(page));
    }
}

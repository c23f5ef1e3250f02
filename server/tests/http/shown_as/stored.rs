//! What stands there before anything is changed.

use super::support::{Door, SETTINGS};
use crate::support::run;

#[tokio::test]
async fn what_pages_show_of_what_is_stored_changes_nothing() {
    let door = Door::open().await;
    let before = door.state().await;
    let pages = [
        SETTINGS.to_owned(),
        "/external-access/policies/Outbound%20only".to_owned(),
        "/external-access/policies/Global".to_owned(),
        format!("/users/{}", door.people[2]),
        format!("/users/{}", door.people[0]),
        format!("/groups/{}", door.groups[1]),
    ];
    let mut number = 0;
    for path in pages {
        let page = door.client.get(&path).await;
        assert!(!page.shown_as("REST", "main").is_empty(), "{path}");
        for text in page.shown_as("REST", "main") {
            number += 1;
            for answer in run(&door.api, &text).await {
                assert_eq!(answer.status, 200, "{text}\n{}", answer.body);
                assert_eq!(answer.json()["changed"], false, "{text}\n{}", answer.body);
            }
        }
        for text in page.shown_as("PowerShell", "main") {
            let done = door.client.post("/console", &[("script", text.as_str())]).await;
            let said = done.messages().join(" ");
            assert!(done.status == 200 || said.contains("already"), "{text}\n{said}");
        }
        assert_eq!(door.state().await, before, "{path}");
    }
    assert!(number > 30, "{number}");
}

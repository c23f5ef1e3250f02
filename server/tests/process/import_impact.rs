//! What an import would do to people, before it is done.

use crate::program::{complaint, initialize, run};
use forecourt_testkit::TempDir;
use std::path::Path;

const POLICIES: &str = "../src/exchange/tests/data/external-access-policies.json";
const USERS: &str = "../src/exchange/tests/data/online-users.csv";
const TENANT: &str = "../src/exchange/tests/data/tenant-federation-configuration-allow-list.json";

fn import(url: &str, more: &[&str]) -> String {
    let mut arguments = vec!["import", "--database-url", url];
    arguments.extend(more);
    let output = run(&arguments);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

fn sample(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    folder.join(name).display().to_string()
}

#[test]
fn a_dry_run_says_who_is_reached_and_why_others_are_not_and_writes_the_list() {
    let folder = TempDir::new().unwrap();
    let url = format!("sqlite://{}", folder.path().join("forecourt.db").display());
    initialize(&url, folder.path());
    let (policies, users, tenant) = (sample(POLICIES), sample(USERS), sample(TENANT));
    import(&url, &["--policies", &policies, "--users", &users]);

    // Inbound goes off for the organization, and a person loses the direct assignment that kept chat off.
    let list = folder.path().join("impact.csv");
    let shown = list.display().to_string();
    let text = std::fs::read_to_string(&users).unwrap();
    let (head, rest) = text.split_once("\r\n").unwrap();
    let line = rest
        .lines()
        .find(|line| line.ends_with("\"NoPersonalChat\""))
        .unwrap();
    let changed = folder.path().join("people.csv");
    let without = line.replace("\"NoPersonalChat\"", "");
    std::fs::write(&changed, format!("{head}\r\n{without}\r\n")).unwrap();
    let changed = changed.display().to_string();
    let dry = [
        "--tenant",
        &tenant,
        "--users",
        &changed,
        "--dry-run",
        "--impact-csv",
        &shown,
    ];
    let told = import(&url, &dry);
    assert!(told.contains("Nothing was changed."), "{told}");
    assert!(told.contains("Chat: 0 lose it, 1 gain it."), "{told}");
    assert!(told.contains(": their policy does not allow it."), "{told}");
    let csv = std::fs::read_to_string(&list).unwrap();
    let gained: Vec<_> = csv
        .lines()
        .filter(|line| line.contains(",Can start chats"))
        .collect();
    assert_eq!(gained.len(), 1, "{gained:?}");
    assert!(
        gained[0].contains(",NoPersonalChat,direct,Global,global,False,True,False,False,"),
        "{gained:?}"
    );
    let lose = csv
        .lines()
        .filter(|line| line.ends_with("Can no longer be found and contacted"))
        .count();
    assert!(
        told.contains(&format!("Being found and contacted: {lose} lose it, 0 gain it.")),
        "{told}"
    );
    assert!(
        told.contains(&format!("{} people written to", lose + 1)),
        "{told}"
    );

    // A file that is there is not written over, and without a dry run there is no list.
    let mut arguments = vec!["import", "--database-url", &url];
    arguments.extend(dry);
    assert!(complaint(&arguments).contains("impact.csv"));
    let output = run(&[
        "import",
        "--database-url",
        &url,
        "--tenant",
        &tenant,
        "--impact-csv",
        &shown,
    ]);
    assert!(!output.status.success());
}

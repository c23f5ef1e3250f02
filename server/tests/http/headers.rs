//! What every answer tells the browser.

use crate::support::{PASSWORD, Page, TestServer};
use forecourt_model::authority::Role;

fn nonce(page: &Page) -> String {
    let policy = page.header("content-security-policy");
    let (_, after) = policy.split_once("'nonce-").unwrap();
    after.split('\'').next().unwrap().to_owned()
}

#[tokio::test]
async fn pages_are_strict_about_where_things_come_from() {
    let server = TestServer::start().await;
    let client = server.sign_in(Role::GlobalAdministrator).await;
    for path in [
        "/sign-in",
        "/account",
        "/administrators",
        "/no-such-page",
        "/health/live",
    ] {
        let page = client.get(path).await;
        let policy = page.header("content-security-policy");
        for part in [
            "default-src 'none'",
            "style-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        ] {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        assert!(
            !policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"),
            "{path}: {policy}"
        );
        assert_eq!(page.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(page.header("referrer-policy"), "same-origin", "{path}");
        assert_eq!(page.header("x-frame-options"), "DENY", "{path}");
        assert_eq!(page.header("cache-control"), "no-store", "{path}");
        assert_eq!(
            page.header("strict-transport-security"),
            "",
            "{path}: not over TLS"
        );
        assert!(!page.header("x-request-id").is_empty(), "{path}");
        assert!(
            !page.has("[style], style, script:not([src]), [onclick]"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_nonce_is_used_once() {
    let server = TestServer::start().await;
    let client = server.client();
    let (first, second) = (client.get("/sign-in").await, client.get("/sign-in").await);
    assert_ne!(nonce(&first), nonce(&second));
    assert!(nonce(&first).len() >= 22, "at least 128 bits");
}

#[tokio::test]
async fn over_tls_the_cookie_belongs_to_this_host_alone() {
    let server = TestServer::start().await.secure();
    server
        .add_administrator("Ada", "ada@aldergrove.example", Role::HelpDesk)
        .await;
    let client = server.client();
    let fields = [("email", "ada@aldergrove.example"), ("password", PASSWORD)];
    let answer = client.post("/sign-in", &fields).await;
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-forecourt="), "{cookie}");
    for attribute in ["Path=/", "HttpOnly", "SameSite=Lax", "Secure"] {
        assert!(cookie.contains(&format!("; {attribute}")), "{cookie}");
    }
    assert!(!cookie.contains("Domain"), "{cookie}");
    assert!(
        answer
            .header("strict-transport-security")
            .starts_with("max-age=63072000")
    );
    assert_eq!(client.get("/account").await.status, 200);
    let plain = server.client();
    plain.set_cookie("forecourt", &client.cookie("__Host-forecourt").unwrap());
    assert_eq!(
        plain.get("/account").await.status,
        303,
        "a cookie that anybody could plant does not count"
    );
}

#[tokio::test]
async fn where_nothing_is_the_way_to_everything_else_is_there_for_who_is_signed_in() {
    let server = TestServer::start().await;
    let client = server.sign_in(Role::GlobalReader).await;
    let page = client.get("/no-such-page").await;
    assert_eq!((page.status, page.title().as_str()), (404, "Not found"));
    assert!(page.has("nav a[href='/users']"));
    let page = server.client().get("/no-such-page").await;
    assert_eq!((page.status, page.title().as_str()), (404, "Not found"));
    assert!(!page.has("nav a[href='/users']"), "nobody is signed in");
}

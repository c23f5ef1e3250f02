//! Administrators, their sessions and drafts, and what keeps others out.

use crate::engines::{TENANT, in_transaction, moment};
use forecourt_model::authority::Role;
use forecourt_model::scope::Scopes;
use forecourt_model::{AdministratorId, Revision, TokenId};
use forecourt_store::access_token::{self, AccessToken};
use forecourt_store::administrator::{self, Administrator, Preferences};
use forecourt_store::session::{self, Session};
use forecourt_store::{StoreError, draft, organization, setup_code, throttle};
use time::Duration;
use uuid::Uuid;

fn ada() -> Administrator {
    Administrator {
        id: AdministratorId(Uuid::from_u128(5)),
        email: "Ada@Aldergrove.example".to_owned(),
        display_name: "Ada".to_owned(),
        role: Role::GlobalAdministrator,
        password_hash: "hash".to_owned(),
        password_changed_at: moment(0),
        second_factor: None,
        disabled: false,
        preferences: Preferences::default(),
        last_sign_in_at: None,
        revision: Revision(1),
        created_at: moment(0),
    }
}

fn a_session(number: u8, minutes: i64) -> Session {
    Session {
        hash: vec![number; 32],
        administrator: ada().id,
        address: "192.0.2.7".to_owned(),
        user_agent: "a browser".to_owned(),
        created_at: moment(minutes),
        seen_at: moment(minutes),
        expires_at: moment(minutes) + Duration::hours(12),
    }
}

#[tokio::test]
async fn administrators_are_found_by_address_whatever_its_case() {
    in_transaction(async |transaction| {
        let connection = &mut transaction.connection();
        administrator::save(connection, TENANT, &ada()).await.unwrap();
        let found = administrator::find_by_email(connection, TENANT, " ADA@aldergrove.EXAMPLE ")
            .await
            .unwrap();
        assert_eq!(found, Some(ada()));
        let theme = Preferences {
            theme: "dark".to_owned(),
            ..Preferences::default()
        };
        administrator::set_preferences(connection, TENANT, ada().id, &theme)
            .await
            .unwrap();
        let now = moment(3);
        assert!(
            administrator::signed_in(connection, TENANT, ada().id, now, "hash", "new")
                .await
                .unwrap()
        );
        assert!(
            !administrator::signed_in(connection, TENANT, ada().id, now, "hash", "newer")
                .await
                .unwrap()
        );
        let found = administrator::find(connection, TENANT, ada().id)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(
            (found.password_hash.as_str(), found.last_sign_in_at),
            ("new", Some(now))
        );
        assert_eq!(found.preferences, theme);
        assert_eq!(administrator::list(connection, TENANT).await.unwrap(), [found]);
        assert!(administrator::delete(connection, TENANT, ada().id).await.unwrap());
        assert!(!administrator::delete(connection, TENANT, ada().id).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn an_address_belongs_to_one_administrator() {
    in_transaction(async |transaction| {
        let connection = &mut transaction.connection();
        administrator::save(connection, TENANT, &ada()).await.unwrap();
        let other = Administrator {
            id: AdministratorId(Uuid::from_u128(6)),
            email: "ada@aldergrove.example".to_owned(),
            ..ada()
        };
        let refused = administrator::save(connection, TENANT, &other).await;
        assert!(matches!(refused, Err(StoreError::Duplicate(_))));
    })
    .await;
}

#[tokio::test]
async fn sessions_end_one_by_one_all_others_and_by_themselves() {
    in_transaction(async |transaction| {
        let connection = &mut transaction.connection();
        for number in 1..=4 {
            session::insert(connection, TENANT, &a_session(number, i64::from(number) * 10))
                .await
                .unwrap();
        }
        assert_eq!(
            session::find(connection, TENANT, &[2; 32]).await.unwrap(),
            Some(a_session(2, 20))
        );
        assert_eq!(session::find(connection, TENANT, &[9; 32]).await.unwrap(), None);
        let listed = session::list(connection, TENANT, ada().id).await.unwrap();
        assert_eq!(listed.first(), Some(&a_session(4, 40)), "the one used last first");
        assert_eq!(
            session::count(connection, TENANT, moment(45), moment(15))
                .await
                .unwrap(),
            3
        );
        session::touch(connection, TENANT, &[1; 32], moment(50))
            .await
            .unwrap();
        assert_eq!(
            session::count(connection, TENANT, moment(50), moment(15))
                .await
                .unwrap(),
            4
        );
        assert_eq!(
            session::delete_expired(connection, TENANT, moment(50), moment(25))
                .await
                .unwrap(),
            1
        );
        assert!(session::delete(connection, TENANT, &[3; 32]).await.unwrap());
        assert!(!session::delete(connection, TENANT, &[3; 32]).await.unwrap());
        // A session that has ended does not come back by being used.
        session::touch(connection, TENANT, &[3; 32], moment(51))
            .await
            .unwrap();
        assert_eq!(session::find(connection, TENANT, &[3; 32]).await.unwrap(), None);
        assert_eq!(
            session::delete_of(connection, TENANT, ada().id, &[1; 32])
                .await
                .unwrap(),
            1
        );
        assert_eq!(
            session::list(connection, TENANT, ada().id).await.unwrap().len(),
            1
        );
    })
    .await;
}

#[tokio::test]
async fn failures_are_counted_blocked_and_forgotten() {
    in_transaction(async |transaction| {
        let connection = &mut transaction.connection();
        for expected in 1..=3 {
            let counted = throttle::count(connection, TENANT, "account:a", moment(expected), moment(0))
                .await
                .unwrap();
            assert_eq!(counted.failures, expected);
        }
        throttle::block(connection, TENANT, "account:a", moment(60))
            .await
            .unwrap();
        let counted = throttle::count(connection, TENANT, "account:a", moment(4), moment(0))
            .await
            .unwrap();
        assert_eq!((counted.failures, counted.blocked_until), (4, moment(60)));
        throttle::take_back(connection, TENANT, "account:a")
            .await
            .unwrap();
        let counted = throttle::count(connection, TENANT, "account:a", moment(5), moment(0))
            .await
            .unwrap();
        assert_eq!(counted.failures, 4);
        let late = throttle::count(connection, TENANT, "account:a", moment(90), moment(80))
            .await
            .unwrap();
        assert_eq!(late.failures, 1, "what is long ago counts no more");
        throttle::clear(connection, TENANT, "account:a").await.unwrap();
        throttle::count(connection, TENANT, "account:b", moment(1), moment(0))
            .await
            .unwrap();
        assert_eq!(
            throttle::delete_stale(connection, TENANT, moment(50), moment(90))
                .await
                .unwrap(),
            1
        );
    })
    .await;
}

#[tokio::test]
async fn a_setup_code_counts_once_and_a_draft_comes_back_once() {
    in_transaction(async |transaction| {
        let connection = &mut transaction.connection();
        for code in [[1; 32], [2; 32]] {
            setup_code::save(connection, TENANT, &code, moment(0))
                .await
                .unwrap();
        }
        assert_eq!(
            setup_code::find(connection, TENANT).await.unwrap(),
            Some(vec![2; 32])
        );
        assert!(!setup_code::take(connection, TENANT, &[1; 32]).await.unwrap());
        assert!(setup_code::take(connection, TENANT, &[2; 32]).await.unwrap());
        assert!(!setup_code::take(connection, TENANT, &[2; 32]).await.unwrap());
        draft::keep(connection, TENANT, &[7; 32], "/policies", "name=ä", moment(10))
            .await
            .unwrap();
        assert_eq!(draft::count(connection, TENANT).await.unwrap(), 1);
        let taken = draft::take(connection, TENANT, &[7; 32], moment(5))
            .await
            .unwrap();
        assert_eq!(taken, Some(("/policies".to_owned(), "name=ä".to_owned())));
        assert_eq!(
            draft::take(connection, TENANT, &[7; 32], moment(5))
                .await
                .unwrap(),
            None
        );
        draft::keep(connection, TENANT, &[8; 32], "/x", "", moment(10))
            .await
            .unwrap();
        assert_eq!(
            draft::take(connection, TENANT, &[8; 32], moment(11))
                .await
                .unwrap(),
            None,
            "too late"
        );
    })
    .await;
}

#[tokio::test]
async fn tokens_are_found_by_their_digest_and_go_with_their_owner() {
    in_transaction(async |transaction| {
        let connection = &mut transaction.connection();
        let created = organization::create(connection, TENANT, "Aldergrove", "aldergrove.example", moment(0));
        created.await.unwrap();
        let revision = organization::advance(connection, TENANT).await.unwrap();
        administrator::save(connection, TENANT, &ada()).await.unwrap();
        let token = AccessToken {
            id: TokenId(Uuid::from_u128(9)),
            owner: ada().id,
            owner_name: ada().display_name,
            owner_role: ada().role,
            owner_disabled: false,
            name: "report".to_owned(),
            scopes: Scopes::parse("settings.read people.read").unwrap(),
            created_at: moment(0),
            expires_at: moment(60),
            last_used_at: None,
            revoked_at: None,
            made_by: Some(TokenId(Uuid::from_u128(8))),
        };
        access_token::insert(connection, TENANT, &token, &[7; 32])
            .await
            .unwrap();
        let found = access_token::find_by_hash(connection, TENANT, &[7; 32])
            .await
            .unwrap();
        assert_eq!(found, Some((token.clone(), revision)));
        assert_eq!(
            access_token::find_by_hash(connection, TENANT, &[8; 32])
                .await
                .unwrap(),
            None
        );
        assert_eq!(
            access_token::count_of(connection, TENANT, ada().id, moment(59))
                .await
                .unwrap(),
            1
        );
        assert_eq!(
            access_token::count_of(connection, TENANT, ada().id, moment(60))
                .await
                .unwrap(),
            0
        );
        access_token::touch(connection, TENANT, token.id, moment(3))
            .await
            .unwrap();
        assert!(
            access_token::revoke(connection, TENANT, token.id, moment(4))
                .await
                .unwrap()
        );
        assert!(
            !access_token::revoke(connection, TENANT, token.id, moment(5))
                .await
                .unwrap()
        );
        access_token::touch(connection, TENANT, token.id, moment(6))
            .await
            .unwrap();
        let found = access_token::find(connection, TENANT, token.id)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(
            (found.last_used_at, found.revoked_at),
            (Some(moment(3)), Some(moment(4)))
        );
        assert_eq!(access_token::list(connection, TENANT).await.unwrap(), [found]);
        administrator::delete(connection, TENANT, ada().id).await.unwrap();
        assert_eq!(access_token::list(connection, TENANT).await.unwrap(), []);
    })
    .await;
}

//! One text for each statement, run on whichever engine is open.

/// Defines statements as constants and lists them as `ALL`, so that a test prepares each on both engines.
#[macro_export]
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $text:expr;)+) => {
        $($(#[$doc])* const $name: &str = $text;)+
        /// Every statement of this module by name.
        pub const ALL: &[(&str, &str)] = &[$((stringify!($name), $name)),+];
    };
}

/// Awaits `$statement` with the connection `$inner` of whichever engine is open, and notes that it ran to its end.
#[doc(hidden)]
#[macro_export]
macro_rules! on_either {
    ($connection:expr, $inner:ident => $statement:expr) => {
        match &mut *$connection {
            $crate::Connection::Sqlite($inner) => {
                let outcome = $statement.await;
                $inner.ended(&outcome);
                outcome.map_err($crate::StoreError::from)
            }
            $crate::Connection::Postgres($inner) => {
                let outcome = $statement.await;
                $inner.ended(&outcome);
                outcome.map_err($crate::StoreError::from)
            }
        }
    };
}

/// Runs a statement and returns how many rows it touched.
#[macro_export]
macro_rules! execute {
    ($connection:expr, $text:expr $(, $value:expr)* $(,)?) => {
        $crate::on_either!($connection, inner => async {
            let done = sqlx::query($text)$(.bind($value))*.execute(&mut **inner).await?;
            Ok::<_, sqlx::Error>(done.rows_affected())
        })
    };
}

/// Runs a statement and returns its rows as `Vec<$row>`.
#[macro_export]
macro_rules! fetch_all {
    ($connection:expr, $row:ty, $text:expr $(, $value:expr)* $(,)?) => {
        $crate::on_either!($connection, inner => sqlx::query_as::<_, $row>($text)$(.bind($value))*.fetch_all(&mut **inner))
    };
}

/// Runs a statement and returns its first row, if there is one.
#[macro_export]
macro_rules! fetch_optional {
    ($connection:expr, $row:ty, $text:expr $(, $value:expr)* $(,)?) => {
        $crate::on_either!($connection, inner => sqlx::query_as::<_, $row>($text)$(.bind($value))*.fetch_optional(&mut **inner))
    };
}

/// Runs a statement and gives its rows to `$each` one by one, without holding them.
#[macro_export]
macro_rules! for_each {
    ($connection:expr, $row:ty, $each:expr, $text:expr $(, $value:expr)* $(,)?) => {
        $crate::on_either!($connection, inner => async {
            let mut rows = sqlx::query_as::<_, $row>($text)$(.bind($value))*.fetch(&mut **inner);
            while let Some(row) = futures_util::TryStreamExt::try_next(&mut rows).await? {
                $each(row);
            }
            Ok::<(), sqlx::Error>(())
        })
    };
}

/// Every statement of the product by module and name, as [`crate::dialect::text_for`] takes it.
pub fn all() -> Vec<(String, &'static str)> {
    let modules: &[(&str, &[(&str, &'static str)])] = &[
        ("access_token", crate::access_token::ALL),
        ("administrator", crate::administrator::ALL),
        ("api_request", crate::api_request::ALL),
        ("as_of", crate::as_of::ALL),
        ("assignment", crate::assignment::ALL),
        ("change", crate::change::ALL),
        ("change::search", crate::change::SEARCH_STATEMENTS),
        ("cohort", crate::cohort::ALL),
        ("connector", crate::connector::ALL),
        ("decision_draft", crate::decision_draft::ALL),
        ("decision_log", crate::decision_log::ALL),
        ("decision_state", crate::decision_state::ALL),
        ("decision_state::pages", crate::decision_state::pages::ALL),
        ("directory", crate::directory::ALL),
        ("draft", crate::draft::ALL),
        ("exception", crate::exception::ALL),
        ("group", crate::group::ALL),
        ("group_assignment", crate::group_assignment::ALL),
        ("group_member", crate::group_member::ALL),
        ("holder", crate::holder::ALL),
        ("hygiene", crate::hygiene::ALL),
        ("identity", crate::identity::ALL),
        ("import_plan", crate::import_plan::ALL),
        ("message", crate::message::ALL),
        ("operation", crate::operation::ALL),
        ("operation::apply", crate::operation::apply::ALL),
        ("operation::lease", crate::operation::lease::ALL),
        ("operation::part", crate::operation::part::ALL),
        ("operation::preview", crate::operation::preview::ALL),
        ("operation::results", crate::operation::results::ALL),
        ("operation::staging", crate::operation::staging::ALL),
        ("operation::stretch", crate::operation::stretch::ALL),
        ("operation::together", crate::operation::together::ALL),
        ("operation::undoing", crate::operation::undoing::ALL),
        ("organization", crate::organization::ALL),
        ("outside", crate::outside::ALL),
        ("person", crate::person::ALL),
        ("person_history", crate::person_history::ALL),
        ("person_list", crate::person_list::ALL),
        ("person_search", crate::person_search::ALL),
        ("person_search::pick", crate::person_search::PICK_STATEMENTS),
        ("person_search::place", crate::person_search::PLACE_STATEMENTS),
        ("policy", crate::policy::ALL),
        ("preference", crate::preference::ALL),
        ("refusal_text", crate::refusal_text::ALL),
        ("rollout", crate::rollout::ALL),
        ("session", crate::session::ALL),
        ("settings", crate::settings::ALL),
        ("setup_code", crate::setup_code::ALL),
        ("throttle", crate::throttle::ALL),
        ("touched", crate::touched::ALL),
        ("version", crate::version::ALL),
        ("webhook", crate::webhook::ALL),
        ("webhook::delivery", crate::webhook::delivery::ALL),
    ];
    modules
        .iter()
        .flat_map(|(module, list)| {
            list.iter()
                .map(move |(name, text)| (format!("{module}::{name}"), *text))
        })
        .collect()
}

//! Batches: operations over many people.

use super::bridge::Bridge;
use super::door::Door;
use super::grant;
use super::group::require_ours;
use super::values::moment;
use super::words::{fault, not_found};
use forecourt_app::ui::number;
use forecourt_cmdlet::value::kinds;
use forecourt_cmdlet::{Arguments, Fault, Object, Value};
use forecourt_service::ServiceError;
use forecourt_service::exception::ExceptionInput;
use forecourt_service::operation::{
    self as service, Fate, FateFilter, Found, Line, NewOperation, Operation, OperationView, People, State,
    Task,
};
use time::Duration;
use uuid::Uuid;

/// The most people of one batch (New-CsBatchPolicyAssignmentOperation).
const MOST: usize = 5_000;

/// How long operations are listed.
const LISTED: Duration = Duration::days(30);

/// How many lines are read at once.
const PIECE: u32 = 2_000;

const NAME: &str = "New-CsBatchPolicyAssignmentOperation";

pub(super) async fn new<D: Door>(
    bridge: &mut Bridge<'_, D>,
    arguments: &Arguments,
    what_if: bool,
) -> Result<Vec<Value>, Fault> {
    require_ours(arguments)?;
    let policy = grant::asked(bridge, arguments).map_err(|_| {
        Fault::new(
            "policy-unknown",
            "Provided policy name is not valid. Get-CsExternalAccessPolicy lists the policies.",
        )
    })?;
    let people = arguments.texts("Identity").unwrap_or_default();
    if people.len() > MOST {
        let message = format!(
            "Nothing was started: {} people are too many for one batch. At most {} fit; split them.",
            number(u64::try_from(people.len()).unwrap_or(u64::MAX)),
            number(u64::try_from(MOST).unwrap_or(u64::MAX))
        );
        return Err(Fault::new("too-many-people", message));
    }
    let (services, context) = (bridge.services, bridge.context.clone());
    let new = NewOperation {
        people: People::SipAddresses(people),
        task: Task {
            policy: policy.map(|policy| policy.id),
            from: None,
        },
        reason: arguments.text("OperationName").map(str::to_owned),
        exception: ExceptionInput::default(),
        idempotency_key: String::new(),
    };
    let id = service::prepare(services, &context, new)
        .await
        .map_err(|error| fault(&error))?;
    let view = service::get(services, &context, id)
        .await
        .map_err(|error| fault(&error))?;
    if what_if {
        bridge.say(
            NAME,
            &service::title(&view.operation),
            &view.impact.clone().unwrap_or_default(),
        );
        service::discard(services, &context, id)
            .await
            .map_err(|error| fault(&error))?;
        return Ok(Vec::new());
    }
    match service::start(services, &context, id, true).await {
        Ok(_) => {}
        Err(error) => {
            service::discard(services, &context, id)
                .await
                .map_err(|error| fault(&error))?;
            if error.code() != "nobody-changes" {
                return Err(fault(&error));
            }
            let text = "WARNING: No operation was started, because nobody's assignment would change: everybody who was found has \
                        it already.";
            bridge.door.warn(text);
            return Ok(Vec::new());
        }
    }
    if bridge.door.works_on_operations() {
        service::run_to_end(services, &context, id, &|_| ())
            .await
            .map_err(|error| fault(&error))?;
    }
    Ok(vec![Value::text(id.to_string())])
}

fn status(operation: &Operation) -> &'static str {
    match operation.state {
        State::Draft | State::Waiting => "NotStarted",
        State::Running => "InProgress",
        State::Done | State::Cancelled => "Completed",
    }
}

pub(super) async fn get<D: Door>(
    bridge: &mut Bridge<'_, D>,
    arguments: &Arguments,
) -> Result<Vec<Value>, Fault> {
    let (services, context) = (bridge.services, bridge.context.clone());
    if let Some(text) = arguments.text("Identity") {
        let id: Uuid = text.trim().parse().map_err(|_| not_found(text))?;
        let view = match service::get(services, &context, id).await {
            Ok(view) if view.operation.state != State::Draft => view,
            Ok(_) | Err(ServiceError::NotFound { .. }) => return Err(not_found(text)),
            Err(error) => return Err(fault(&error)),
        };
        return Ok(vec![detail(bridge, &view).await?]);
    }
    let wanted = arguments.text("Status").map(str::to_owned);
    let oldest = context.now - LISTED;
    let mut found = Vec::new();
    let mut after = None;
    loop {
        let page = service::list(services, &context, after)
            .await
            .map_err(|error| fault(&error))?;
        for operation in &page.operations {
            if operation.created_at < oldest {
                return Ok(found);
            }
            let is_wanted = wanted.as_ref().is_none_or(|wanted| wanted == status(operation));
            if operation.state != State::Draft && is_wanted {
                found.push(summary(operation, &kinds::OPERATION).into());
            }
        }
        after = page.next;
        if after.is_none() {
            return Ok(found);
        }
    }
}

fn summary(operation: &Operation, kind: &'static forecourt_cmdlet::Kind) -> Object {
    let object = Object::new(kind)
        .with("OperationId", operation.id.to_string())
        .with("OperationName", operation.reason.clone())
        .with("OverallStatus", status(operation));
    if kind == &kinds::OPERATION {
        object
            .with("CreatedTime", moment(operation.created_at))
            .with("CreatedBy", operation.actor_name.clone())
    } else {
        object
            .with("CreatedBy", operation.actor_name.clone())
            .with("CreatedTime", moment(operation.created_at))
            .with("CompletedTime", operation.finished_at.map_or(Value::Null, moment))
    }
}

/// One operation with its numbers. Who failed is completed, too: success stands in the result.
async fn detail<D: Door>(bridge: &Bridge<'_, D>, view: &OperationView) -> Result<Value, Fault> {
    let (services, context) = (bridge.services, &bridge.context);
    let mut states = Vec::new();
    let (mut completed, mut errors, mut not_started) = (0_i64, 0_i64, 0_i64);
    let mut after = Some(0);
    while let Some(position) = after {
        let page = service::lines(
            services,
            context,
            view.operation.id,
            FateFilter::All,
            position,
            PIECE,
        )
        .await
        .map_err(|error| fault(&error))?;
        for line in &page.lines {
            let Some((result, state)) = result_of(bridge, line).await? else {
                continue;
            };
            match state {
                "Completed" => completed += 1,
                _ => not_started += 1,
            }
            errors += i64::from(state == "Completed" && result != "Success");
            let id = line.text.clone().or_else(|| line.user_principal_name.clone());
            let id = id.or_else(|| line.person.map(|person| person.to_string()));
            states.push(
                Object::new(&kinds::USER_STATE)
                    .with("Id", id)
                    .with("Result", result)
                    .with("State", state)
                    .into(),
            );
        }
        after = page.next;
    }
    let in_progress = i64::try_from(view.counts.in_progress)
        .unwrap_or_default()
        .min(not_started);
    let object = summary(&view.operation, &kinds::OPERATION_DETAIL)
        .with("CompletedCount", completed)
        .with("ErrorCount", errors)
        .with("InProgressCount", in_progress)
        .with("NotStartedCount", not_started - in_progress)
        .with("UserState", Value::List(states));
    Ok(object.into())
}

/// The result and the state of a line; nothing for somebody who was there twice.
async fn result_of<D: Door>(
    bridge: &Bridge<'_, D>,
    line: &Line,
) -> Result<Option<(String, &'static str)>, Fault> {
    let done = |text: &str| Some((text.to_owned(), "Completed"));
    Ok(match line.fate {
        Fate::Succeeded | Fate::Outcome(Found::Already | Found::NotFrom) => done("Success"),
        Fate::Waiting | Fate::Change => Some((String::new(), "NotStarted")),
        Fate::Outcome(Found::Duplicate) => None,
        Fate::Outcome(Found::Ambiguous) => done("Multiple users found with a given SIP address"),
        Fate::Outcome(Found::PolicyGone | Found::PolicyUnknown) => done("Provided policy name is not valid"),
        Fate::Outcome(Found::Gone | Found::Unreadable) => done("User not found"),
        Fate::Outcome(Found::NotFound) => {
            let text = line.text.as_deref().unwrap_or_default();
            let sip = match super::people::one(bridge, text).await {
                Ok(person) => person
                    .sip_address
                    .map(|sip| sip.trim_start_matches("sip:").to_owned()),
                Err(_) => None,
            };
            match sip {
                Some(sip) => Some((
                    format!(
                        "User not found: the SIP address is {sip}; a sign-in name that differs from it is not accepted"
                    ),
                    "Completed",
                )),
                None => done("User not found"),
            }
        }
    })
}

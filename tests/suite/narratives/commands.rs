//! What a person at a terminal asks about narratives.

use domain::ids::{GymId, PlanId};
use entity::db::{Db, Pools};
use entity::store;
use tests::backend::{Backend, run};
use tests::claude::KEY;
use tests::program::{Program, Said};

use super::{FALSE, TRUE, provider};

/// A demo gym with its weeks, and one of its plans.
async fn demo(backend: &Backend) -> PlanId {
    let program = Program::new(backend);
    program.succeed(&["demo", "--members", "3", "--no-serve"]);
    let db = Db::connect(&backend.database_url, Pools::default()).await.unwrap();
    let gym = GymId::from_uuid(store::gyms::all(db.read()).await.unwrap()[0].id);
    let all = ("2000-01-01".parse().unwrap(), "2999-01-01".parse().unwrap());
    let plans = store::plans::of_weeks(db.read(), gym, all.0, all.1).await.unwrap();
    PlanId::from_uuid(plans.iter().find(|plan| plan.newest > 0).unwrap().id)
}

/// Beside the provider, which answers meanwhile.
async fn said(program: Program, arguments: Vec<String>) -> Said {
    let ran = actix_web::rt::task::spawn_blocking(move || {
        program.run(&arguments.iter().map(String::as_str).collect::<Vec<_>>())
    });
    ran.await.unwrap()
}

#[test]
fn a_person_sees_what_is_asked_what_is_answered_and_what_is_found() {
    run(async {
        let backend = Backend::sqlite();
        let plan = demo(&backend).await.to_string();
        let provider = provider();
        let asked = |more: &[&str]| -> Vec<String> {
            let all = ["narrate", "--plan", &plan].into_iter().chain(more.iter().copied());
            all.map(str::to_owned).collect()
        };
        let with_key = || {
            let program = Program::new(&backend).with("ANTHROPIC_API_KEY", KEY);
            program.with("ANTHROPIC_BASE_URL", provider.url())
        };

        let dry = said(Program::new(&backend), asked(&["--dry-run"])).await;
        let keyless = said(Program::new(&backend), asked(&[])).await;
        provider.writes(|params| {
            let second = params["messages"].as_array().is_some_and(|turns| turns.len() == 3);
            if second { TRUE } else { FALSE }.to_owned()
        });
        let first = said(with_key(), asked(&[])).await;
        let again = said(with_key(), asked(&[])).await;

        assert!(dry.success, "{}", dry.err);
        assert!(dry.out.contains("--- instructions") && dry.out.contains("<facts>"), "{}", dry.out);
        assert!(keyless.err.contains("ANTHROPIC_API_KEY is not set"), "{}", keyless.err);
        assert!(first.success, "{}", first.err);
        assert!(first.out.contains("999 kg") && first.out.contains("\n- "), "{}", first.out);
        assert!(first.out.trim_end().ends_with("Everything it says is true of the plan."));
        assert!(again.out.contains("it was bought before"), "{}", again.out);
        assert_eq!(provider.written(), (2, 0), "nothing is bought twice");
        assert!(!first.out.contains(KEY) && !first.err.contains(KEY));
    });
}

#[test]
fn a_weeks_cost_is_said_before_it_is_spent() {
    run(async {
        let backend = Backend::sqlite();
        demo(&backend).await;

        let told = Program::new(&backend).succeed(&["narrative-cost"]);

        assert!(told.contains("members             3"), "{told}");
        let cost = |begin: &str| -> f64 {
            let line = told.lines().find(|line| line.starts_with(begin)).unwrap();
            line.split_whitespace().rev().nth(1).unwrap().parse().unwrap()
        };
        let (together, alone) = (cost("in batches"), cost("the same, alone"));
        assert!(together > 0.0 && (alone / together - 2.0).abs() < 0.1, "{told}");
        assert!(told.contains("spent this month    0.0000 USD, no limit"), "{told}");
    });
}

#[test]
fn a_setting_of_claudes_that_can_not_be_used_is_named() {
    let backend = Backend::sqlite();
    let wrong = |name: &str, value: &str| {
        Program::new(&backend).with("ANTHROPIC_API_KEY", KEY).with(name, value).fail(&["migrate"])
    };

    assert!(wrong("ANTHROPIC_BASE_URL", "nowhere").contains("ANTHROPIC_BASE_URL must be an http"));
    assert!(wrong("ANTHROPIC_MODEL", "a model").contains("ANTHROPIC_MODEL must be 1 to 100"));
    let said = wrong("ANTHROPIC_API_KEY", "sk with spaces");
    assert!(said.contains("ANTHROPIC_API_KEY must be") && !said.contains("with spaces"), "{said}");
}

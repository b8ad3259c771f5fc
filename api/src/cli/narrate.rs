//! `microcycle narrate`: what a model is asked of a week, what it answers, and what verification finds.

use std::sync::Arc;

use anyhow::{anyhow, bail};
use domain::ids::{Call, GymId, PlanId};
use domain::narrative::prompt;
use domain::narrative_cost::{Asked, cost};
use jobs::narrator::claude::limits::Limits;
use jobs::narrator::claude::{Claude, DEFAULT_MODEL, Settings};
use jobs::narrator::{bought, request};
use service::env::Env;
use service::narrate::{self, ATTEMPTS, Answer, Subject, Verdict};

use super::open::{Access, open};
use super::{System, said};
use crate::config::Config;

pub async fn run(
    config: &Config,
    system: &System,
    plan: &str,
    dry_run: bool,
) -> anyhow::Result<()> {
    let id: PlanId =
        plan.parse().map_err(|_| anyhow!("plan must be an id (plan_…), got {plan}"))?;
    let mut env = open(config, system, Access::Existing).await?;
    env.model.get_or_insert_with(|| DEFAULT_MODEL.into());
    let plan = service::lookup::plan(&env, id).await.map_err(|error| said(&error))?;
    let gym = GymId::from_uuid(plan.gym_id);
    let (_, subject) = narrate::subject_of(&env, gym, id).await.map_err(|error| said(&error))?;
    system.say(asked(&env, &subject));
    if dry_run {
        return Ok(());
    }
    let Some(settings) = &config.claude else {
        bail!("ANTHROPIC_API_KEY is not set: set it, or see the request alone with --dry-run")
    };
    let claude = client(&env, settings)?;
    let keys = [subject.key.clone()];
    let kept = narrate::kept(&env, gym, &keys).await.map_err(|error| said(&error))?;
    let mut kept = kept.into_values().next().unwrap_or_default().into_iter();
    let mut before = None;
    for attempt in 1..=ATTEMPTS {
        let answer = match kept.next() {
            Some(answer) => {
                system.say("\n--- answer (it was bought before)\n");
                answer
            }
            None => buy(&env, system, &claude, gym, &subject, attempt, before.as_ref()).await?,
        };
        let verdict = narrate::judge(&subject.facts, &answer);
        system.say(format!("{}\n\n--- verification\n\n{}", answer.text, found(&verdict)));
        if matches!(verdict, Verdict::True(_)) {
            return Ok(());
        }
        before = Some(verdict);
    }
    system.say("\nThe rules' words stand.");
    Ok(())
}

fn client(env: &Env, settings: &Settings) -> anyhow::Result<Claude> {
    let dice = env.clone();
    let limits = Limits::local(settings.ceilings);
    Ok(Claude::new(settings.clone(), limits, Arc::new(move || dice.random_u64()))?)
}

fn asked(env: &Env, subject: &Subject) -> String {
    let model = env.model.as_deref().unwrap_or(DEFAULT_MODEL);
    let tokens = narrate::cost::tokens(&subject.facts);
    format!(
        "{} revision {}: about {} tokens to {model}, {:.4} USD alone, {:.4} USD in a batch\n\n\
         --- instructions (version {})\n\n{}\n--- request\n\n{}",
        subject.plan,
        subject.number,
        tokens.input,
        cost(model, tokens, Asked::Alone),
        cost(model, tokens, Asked::InBatch),
        prompt::VERSION,
        prompt::SYSTEM,
        prompt::user(&subject.facts),
    )
}

/// Asks, and keeps what was paid for: nobody pays for it again.
async fn buy(
    env: &Env,
    system: &System,
    claude: &Claude,
    gym: GymId,
    subject: &Subject,
    attempt: i32,
    before: Option<&Verdict>,
) -> anyhow::Result<Answer> {
    let asked = narrate::asking::is_asked(env, gym, &subject.key).await;
    if asked.map_err(|error| said(&error))? {
        bail!("these words are being asked for already: see the plan in a while");
    }
    let request = request::alone(claude.model(), &subject.facts, before);
    let message = claude.message(&request).await.map_err(|fault| match fault.detail() {
        Some(detail) => anyhow!("{fault}: {detail}"),
        None => anyhow!("{fault}"),
    })?;
    let (answer, paid) = bought(message, Asked::Alone);
    let call = env.id::<Call>();
    let kept = narrate::keep(env, gym, call, subject, attempt, &answer, paid).await;
    kept.map_err(|error| said(&error))?;
    system.say(format!(
        "\n--- answer ({}, {} tokens read, {} of them kept before, {} written, {:.4} USD)\n",
        answer.ending.as_str(),
        paid.tokens.input + paid.tokens.kept_now + paid.tokens.kept_before,
        paid.tokens.kept_before,
        paid.tokens.output,
        cost(&answer.model, paid.tokens, paid.asked),
    ));
    Ok(answer)
}

fn found(verdict: &Verdict) -> String {
    match verdict {
        Verdict::True(_) => "Everything it says is true of the plan.".to_owned(),
        Verdict::Unusable(why) => format!("It can't be used: {why}."),
        Verdict::Untrue(_, findings) => {
            let lines: Vec<String> =
                findings.iter().map(|finding| format!("- {finding}")).collect();
            lines.join("\n")
        }
    }
}

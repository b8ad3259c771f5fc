//! The circuit: after a row of faults nothing is sent for a while, then one request tries.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// Faults in a row that open the circuit. House choice: three tries of one message and part of the next.
const FAULTS: u32 = 5;
/// The rest doubles with each trial that fails, up to so many times. House choice.
const MOST_DOUBLINGS: u32 = 4;

/// The circuit of one node.
pub(super) struct Breaker {
    first_rest: Duration,
    state: Mutex<State>,
}

#[derive(Clone, Copy)]
enum State {
    /// Requests go through; so many faults in a row.
    Closed(u32),
    /// None goes through until then; it opened so many times in a row.
    Open(Instant, u32),
    /// One is on its way to try.
    Trying(Instant, u32),
}

impl Breaker {
    pub(super) fn new(first_rest: Duration) -> Self {
        Self { first_rest, state: Mutex::new(State::Closed(0)) }
    }

    fn with<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// How long nothing is to be sent.
    pub(super) fn rests(&self) -> Option<Duration> {
        let now = Instant::now();
        self.with(|state| match *state {
            State::Closed(_) => None,
            State::Open(until, _) | State::Trying(until, _) => {
                Some(until.saturating_duration_since(now)).filter(|rest| !rest.is_zero())
            }
        })
    }

    /// Lets a request through, or says how long to wait. After a rest, one goes through to try.
    pub(super) fn pass(&self) -> Result<(), Duration> {
        let now = Instant::now();
        self.with(|state| match *state {
            State::Closed(_) => Ok(()),
            State::Open(until, times) | State::Trying(until, times) if until <= now => {
                // Another may try after as long again, lest a trial that is never heard of closes the way.
                *state = State::Trying(now + self.rest(times), times);
                Ok(())
            }
            State::Open(until, _) | State::Trying(until, _) => Err(until - now),
        })
    }

    /// The provider answered.
    pub(super) fn answered(&self) {
        self.with(|state| *state = State::Closed(0));
    }

    /// The provider did not answer, or was overloaded.
    pub(super) fn failed(&self) {
        let now = Instant::now();
        self.with(|state| match *state {
            State::Closed(faults) if faults + 1 < FAULTS => *state = State::Closed(faults + 1),
            State::Closed(_) => *state = State::Open(now + self.rest(0), 1),
            State::Trying(_, times) => *state = State::Open(now + self.rest(times), times + 1),
            State::Open(..) => {} // it was on its way when the circuit opened
        });
    }

    fn rest(&self, times: u32) -> Duration {
        self.first_rest * (1 << times.min(MOST_DOUBLINGS))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn five_faults_in_a_row_open_the_circuit_and_one_trial_closes_it() {
        let breaker = Breaker::new(Duration::from_secs(30));
        for _ in 0..4 {
            breaker.failed();
        }
        assert_eq!((breaker.pass(), breaker.rests()), (Ok(()), None));

        breaker.failed();
        assert_eq!(breaker.pass(), Err(Duration::from_secs(30)));

        tokio::time::advance(Duration::from_secs(30)).await;
        assert_eq!((breaker.rests(), breaker.pass()), (None, Ok(())));
        assert!(breaker.pass().is_err(), "a second one while the first tries");

        breaker.answered();
        assert_eq!(breaker.pass(), Ok(()));
    }

    #[tokio::test(start_paused = true)]
    async fn each_failed_trial_doubles_the_rest_up_to_sixteen_times() {
        let breaker = Breaker::new(Duration::from_secs(1));
        for _ in 0..5 {
            breaker.failed();
        }
        let mut rests = Vec::new();
        for _ in 0..7 {
            let rest = breaker.rests().unwrap_or_default();
            rests.push(rest.as_secs());
            tokio::time::advance(rest).await;
            assert_eq!(breaker.pass(), Ok(()));
            breaker.failed();
        }
        assert_eq!(rests, [1, 2, 4, 8, 16, 16, 16]);
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_between_faults_begins_the_row_anew() {
        let breaker = Breaker::new(Duration::from_secs(30));
        for _ in 0..20 {
            breaker.failed();
            breaker.failed();
            breaker.answered();
        }

        assert_eq!(breaker.pass(), Ok(()));
    }
}

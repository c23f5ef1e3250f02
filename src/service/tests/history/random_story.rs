//! Stories that a seed makes up: whatever happens, looking back says what was said then, and undoing does what it
//! announced.

use crate::story::{Step, check, step};
use crate::world::{World, on_both_databases, person};
use forecourt_model::{GroupId, PolicyId, Revision};
use forecourt_service::{SeededRandom, random::Random as _};

on_both_databases!(a_story, another_story);

struct Dice(SeededRandom);

impl Dice {
    fn below(&self, number: usize) -> usize {
        let mut bytes = [0; 4];
        self.0.fill(&mut bytes);
        usize::try_from(u32::from_le_bytes(bytes)).unwrap() % number
    }
}

async fn a_story(world: World) {
    tell(world, 11).await;
}

async fn another_story(world: World) {
    tell(world, 12).await;
}

async fn tell(world: World, seed: u64) {
    let dice = Dice(SeededRandom::new(seed));
    let mut policies: Vec<PolicyId> = Vec::new();
    for (name, access, inbound) in [("A", true, false), ("B", false, true), ("C", true, true)] {
        policies.push(world.policy(name, access, inbound).await.id);
    }
    let groups: Vec<GroupId> = vec![
        world.group("G").await,
        world.group("H").await,
        world.group("I").await,
    ];
    world
        .import_people(&[(1, ""), (2, "A"), (3, ""), (4, "B")])
        .await
        .unwrap();
    let mut steps: Vec<Step> = Vec::new();
    let (mut undone, mut refused) = (0, 0);
    for _ in 0..45 {
        let number = u128::try_from(1 + dice.below(4)).unwrap();
        let (policy, group) = (policies[dice.below(3)], groups[dice.below(3)]);
        let ranked = world.ranking().iter().any(|(ranked, _)| *ranked == group);
        let same = world.ranking().contains(&(group, policy));
        match dice.below(10) {
            0 => {
                world.assign(number, None).await;
            }
            1 => {
                world.assign(number, Some(policy)).await;
            }
            2 if !same => {
                world
                    .rank(group, policy, i64::try_from(1 + dice.below(3)).unwrap())
                    .await;
            }
            3 if ranked => {
                world.unrank(group).await;
            }
            4 if ranked => {
                world
                    .move_to(group, i64::try_from(1 + dice.below(3)).unwrap())
                    .await;
            }
            5 | 6 => flip_member(&world, group, number).await,
            7 => {
                world
                    .settings(|settings| {
                        settings.allow_teams_consumer_inbound = !settings.allow_teams_consumer_inbound;
                    })
                    .await;
            }
            8 => {
                world
                    .edit(policy, |settings| {
                        settings.enable_teams_consumer_access = !settings.enable_teams_consumer_access;
                    })
                    .await;
            }
            _ => {
                let newest = world.revision().0;
                let some = newest - i64::try_from(dice.below(6)).unwrap();
                match world.undo(Revision(some)).await {
                    Ok(_) => undone += 1,
                    Err(_) => refused += 1,
                }
            }
        }
        steps.push(step(&world).await);
    }
    assert!(undone > 0, "nothing was undone, {refused} refused");
    check(&world, &steps).await;
}

async fn flip_member(world: &World, group: GroupId, number: u128) {
    let view = forecourt_service::people::get(&world.services, &world.now(), person(number)).await;
    if view.unwrap().groups.iter().any(|found| found.id == group) {
        world.leave(group, &[number]).await;
    } else {
        world.join(group, &[number]).await;
    }
}

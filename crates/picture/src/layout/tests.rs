use super::*;

/// A tangle: each node leads to some of the later ones, now and then to an earlier one.
fn tangle(count: usize) -> (Vec<Size>, Vec<Arc>) {
    let size = |at: usize| Size { width: 60.0 + (at * 37 % 90) as f64, height: 30.0 + (at * 17 % 40) as f64 };
    let arc = |from: usize, to: usize| Arc {
        from,
        to,
        label: to.is_multiple_of(3).then_some(Size { width: 70.0, height: 16.0 }),
    };
    let mut arcs: Vec<Arc> = (1..count).map(|to| arc(to * 7 / 11, to)).collect();
    arcs.extend((0..count).step_by(5).map(|from| arc(from, (from * 3 + 4) % count)));
    ((0..count).map(size).collect(), arcs)
}

fn overlap(one: (Point, Size), other: (Point, Size)) -> bool {
    let ((a, a_size), (b, b_size)) = (one, other);
    (a.x - b.x).abs() + 0.01 < a_size.width.midpoint(b_size.width)
        && (a.y - b.y).abs() + 0.01 < a_size.height.midpoint(b_size.height)
}

#[test]
fn nothing_lies_on_anything_else_and_everything_is_on_the_page() {
    for flow in [Flow::Down, Flow::Across] {
        let (nodes, arcs) = tangle(120);
        let laid = lay(&nodes, &arcs, flow);
        let labels = laid.labels.iter().zip(&arcs).filter_map(|(place, arc)| Some(((*place)?, arc.label?)));
        let all: Vec<(Point, Size)> =
            laid.nodes.iter().copied().zip(nodes.iter().copied()).chain(labels).collect();
        for (index, one) in all.iter().enumerate() {
            let (place, size) = *one;
            assert!(
                place.x - size.width / 2.0 >= -0.01 && place.x + size.width / 2.0 <= laid.size.width + 0.01
            );
            assert!(
                place.y - size.height / 2.0 >= -0.01
                    && place.y + size.height / 2.0 <= laid.size.height + 0.01
            );
            for other in all.iter().skip(index + 1) {
                assert!(!overlap(*one, *other), "{one:?} lies on {other:?}");
            }
        }
    }
}

#[test]
fn every_line_begins_and_ends_at_its_nodes() {
    let (nodes, arcs) = tangle(60);
    let laid = lay(&nodes, &arcs, Flow::Down);
    for (line, arc) in laid.lines.iter().zip(&arcs) {
        let end = line.pieces.last().map(|piece| match piece {
            Piece::Straight(to) | Piece::Bend(_, to) | Piece::Curve(_, _, to) => *to,
        });
        for (point, node) in [(line.start, arc.from), (end.unwrap(), arc.to)] {
            let (middle, size) = (laid.nodes[node], nodes[node]);
            let on_side = ((point.x - middle.x).abs() - size.width / 2.0).abs() < 0.1;
            let on_end = ((point.y - middle.y).abs() - size.height / 2.0).abs() < 0.1;
            assert!(on_side || on_end, "{arc:?}: {point:?} is not on {middle:?} {size:?}");
        }
    }
}

#[test]
fn a_straight_way_is_straight() {
    let nodes = vec![Size { width: 100.0, height: 30.0 }; 40];
    let arcs: Vec<Arc> = (1..40).map(|to| Arc { from: to - 1, to, label: None }).collect();
    let laid = lay(&nodes, &arcs, Flow::Down);
    assert!(laid.nodes.iter().all(|node| (node.x - 50.0).abs() < 0.1), "{:?}", laid.nodes);
}

#[test]
fn what_can_be_drawn_without_crossings_is() {
    // A tree whose arms were written in the wrong order.
    let arcs =
        [(0, 1), (0, 2), (1, 5), (2, 3), (2, 4), (1, 6)].map(|(from, to)| Arc { from, to, label: None });
    let laid = lay(&[Size { width: 50.0, height: 20.0 }; 7], &arcs, Flow::Down);
    let x = |node: usize| laid.nodes[node].x;
    assert!(x(1) < x(2) && x(5) < x(6) && x(6) < x(3) && x(3) < x(4), "{:?}", laid.nodes);
}

#[test]
fn a_circle_and_a_node_that_leads_to_itself_are_drawn() {
    let arcs = [(0, 1), (1, 2), (2, 0), (1, 1)].map(|(from, to)| Arc { from, to, label: None });
    let laid = lay(&[Size { width: 50.0, height: 20.0 }; 3], &arcs, Flow::Down);
    assert!(laid.nodes[0].y < laid.nodes[1].y && laid.nodes[1].y < laid.nodes[2].y);
    assert!(laid.lines.iter().all(|line| !line.pieces.is_empty()));
}

#[test]
fn nothing_is_drawn_of_nothing() {
    assert_eq!(lay(&[], &[], Flow::Down), Laid::default());
}

//! What the process holds in memory, as the system tells it.

/// Bytes that the process holds, its program included; nothing where the system does not tell.
pub(crate) fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let kib: u64 = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?
        .split_whitespace()
        .next()?
        .parse()
        .ok()?;
    Some(kib * 1024)
}

#[cfg(test)]
mod tests {
    #[test]
    #[cfg(target_os = "linux")]
    fn a_process_holds_more_than_nothing() {
        assert!(super::resident().is_some_and(|bytes| bytes > 1 << 20));
    }
}

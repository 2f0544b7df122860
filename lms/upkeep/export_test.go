package upkeep

// LookAt lets each round look at so many addresses.
func (k *Keeper) LookAt(most int) { k.aRound = most }

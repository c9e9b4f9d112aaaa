/// Orders: placed, then shipped or cancelled. An order that is not shipped in time is cancelled.
@NullMarked
package com.example.service;

import org.jspecify.annotations.NullMarked;
